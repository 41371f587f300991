import { act, screen } from '@testing-library/react';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { createMissionsApiMock } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../__testUtils__/renderPage';
import { ApprovalsPage } from '../pages/approvals/ApprovalsPage';
import { ClustersPage } from '../pages/clusters/ClustersPage';
import { ControlPage } from '../pages/control/ControlPage';
import { ExplorerPage } from '../pages/explorer/ExplorerPage';
import { MissionPage } from '../pages/mission/MissionPage';
import { OrbitPage } from '../pages/orbits/OrbitPage';
import { OrbitsPage } from '../pages/orbits/OrbitsPage';
import { RunsPage } from '../pages/runs/RunsPage';

const pages = [
  ['AI Missions', <RunsPage />, '/runs', '/runs'],
  ['Approvals', <ApprovalsPage />, '/approvals', '/approvals'],
  ['Explorer', <ExplorerPage />, '/', '/'],
  ['Clusters', <ClustersPage />, '/clusters', '/clusters'],
  ['Mission Control', <ControlPage />, '/control', '/control'],
  ['Ground Control', <OrbitsPage />, '/orbits', '/orbits'],
  ['an orbit', <OrbitPage />, '/orbits/:orbitId', '/orbits/x'],
  ['a mission', <MissionPage />, '/m/:source/:name', '/m/a/b'],
] as const;

/** The backend, until the network goes away. */
function fragileApi() {
  let online = true;
  const answers = Object.entries(createMissionsApiMock()).map(
    ([name, answer]) => [
      name,
      async (...asked: unknown[]) => {
        if (!online) {
          throw new TypeError('Failed to fetch');
        }
        return answer(...asked);
      },
    ],
  );
  const api: Partial<MissionsApi> = Object.fromEntries(answers);
  return {
    api,
    goOffline() {
      online = false;
    },
  };
}

describe('the age of a page', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each(pages)(
    'is told on %s, and that the connection is lost',
    async (_, page, path, address) => {
      const { api, goOffline } = fragileApi();
      renderPage(page, { path, address, api });
      await act(() => jest.advanceTimersByTimeAsync(3_000));
      expect(screen.getByText(/^as of/)).toBeInTheDocument();
      expect(screen.queryByText(/connection lost/)).not.toBeInTheDocument();
      goOffline();
      await act(() => jest.advanceTimersByTimeAsync(45_000));
      expect(screen.getByText(/^connection lost, state of/)).toBeVisible();
      expect(screen.getByText('connection lost')).toHaveRole('status');
      expect(screen.getByRole('button', { name: 'Try now' })).toBeEnabled();
      expect(screen.queryByText(/^as of/)).not.toBeInTheDocument();
    },
  );
});
