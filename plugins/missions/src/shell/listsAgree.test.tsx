import type { ReactElement } from 'react';
import { screen, within } from '@testing-library/react';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import {
  aFinishedRun,
  aMission,
  aRunSummary,
  aStartedRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityMissionsContent } from '../entity/EntityMissionsContent';
import { ControlPage } from '../pages/control/ControlPage';
import { MissionPage } from '../pages/mission/MissionPage';
import { RunsPage } from '../pages/runs/RunsPage';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop' },
};
const entityRuns = (
  <EntityProvider entity={entity}>
    <EntityMissionsContent />
  </EntityProvider>
);

const at = { id: 'prod-us', state: 'running' as const };
const running = (change: Partial<RunSummary>) =>
  aRunSummary({ id: 'it', title: 'Roll out', state: 'running', ...change });
const ended = (change: Partial<RunSummary>) =>
  aFinishedRun({ id: 'it', title: 'Roll out', ...change });

const open: [string, RunSummary][] = [
  ['Running', running({ targets: [at], gates: [] })],
  ['Waits for approval', running({ targets: [at], gates: [at.id] })],
  [
    'Waits for a person',
    running({
      type: 'sequence',
      targets: [{ id: '-', state: 'running' }],
      startedRuns: [aStartedRun({ parentRunId: 'it', state: 'blocked' })],
    }),
  ],
  [
    'Paused, waits for approval',
    running({ state: 'awaiting_approval', pauseRequested: true }),
  ],
];
const over: [string, RunSummary][] = [
  ['Verified', ended({})],
  ['Taken back', ended({ undoneBy: 'undo' })],
  ['Taken back, except 2 objects', ended({ undoOf: 'first', keptCount: 2 })],
  [
    '3 findings',
    ended({ type: 'orbit', verdict: { findings: 3, assessed: 9 } }),
  ],
];
const all = [...open, ...over];

interface List {
  list: string;
  page: ReactElement;
  path: string;
  address: string;
  /** The part of the page that lists runs. */
  region?: string;
  runs: [string, RunSummary][];
}
const route = (path: string) => ({ path, address: path });

/** Every list of runs, with the states that it shows. */
const lists: List[] = [
  { list: 'AI Missions', page: <RunsPage />, ...route('/runs'), runs: all },
  {
    list: 'a mission',
    page: <MissionPage />,
    path: '/m/:source/:name',
    address: '/m/a/b',
    runs: all,
  },
  { list: 'an entity', page: entityRuns, ...route('/entity'), runs: all },
  {
    list: 'Mission Control',
    page: <ControlPage />,
    ...route('/control'),
    region: 'What runs now',
    runs: open,
  },
];
const cases = lists.flatMap(({ runs, ...list }) =>
  runs.map(([word, run]) => ({ ...list, word, run })),
);

/** The API, when there is one run. */
const withRun = (run: RunSummary): Partial<MissionsApi> => ({
  getMission: async () => aMission(),
  listRuns: async ({ group, state } = {}) => {
    const own = run.finishedAt ? 'completed' : 'active';
    const isIn = (group ?? own) === own && !state?.includes('planned');
    return { items: isIn ? [run] : [], total: isIn ? 1 : 0, facets: [] };
  },
});

describe('how a run stands', () => {
  it.each(cases)(
    'is "$word" in the list of $list',
    async ({ page, path, address, region, word, run }) => {
      renderPage(page, { path, address, api: withRun(run) });
      const part = region
        ? await screen.findByRole('region', { name: region })
        : document.body;
      const [link] = await within(part).findAllByRole('link', {
        name: 'Roll out',
      });
      expect(link.closest('li, tr')).toHaveTextContent(word);
    },
    20_000,
  );
});
