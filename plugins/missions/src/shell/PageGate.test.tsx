import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import { renderPage } from '../__testUtils__/renderPage';
import { LaunchPage } from '../pages/launch/LaunchPage';
import { MissionPage } from '../pages/mission/MissionPage';
import { OrbitPage } from '../pages/orbits/OrbitPage';
import { RunPage } from '../pages/run/RunPage';
import { MissionsRouter } from './MissionsRouter';

describe('a page without what it shows', () => {
  it.each([403, 404, 500])(
    'has a heading, and a way out, when the answer is %s',
    async status => {
      const refused = new MissionsApiError('no', { status, code: 'X' });
      renderPage(<OrbitPage />, {
        path: '/orbits/:orbitId',
        address: '/orbits/gone',
        api: { getOrbit: () => Promise.reject(refused) },
      });
      expect(
        await screen.findByRole('heading', { name: 'Orbit', level: 1 }),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('link', { name: 'Ground Control' }),
      ).toHaveAttribute('href', '/missions/orbits');
    },
  );

  const gone = () =>
    Promise.reject(new MissionsApiError('no', { status: 404, code: 'X' }));
  it.each<[string, ReactElement, string, Partial<MissionsApi>, string]>([
    ['Run', <RunPage />, '/:runId', { getRun: gone }, 'AI Missions'],
    [
      'Mission',
      <MissionPage />,
      '/:source/:name',
      { getMission: gone },
      'Explorer',
    ],
    [
      'Mission',
      <LaunchPage />,
      '/:source/:name/launch',
      { getMission: gone },
      'Explorer',
    ],
  ])(
    'names what is missing a %s, and leads away from %s',
    async (name, page, path, api, way) => {
      renderPage(page, { path, address: path.replace(/:/g, ''), api });
      expect(
        await screen.findByRole('heading', { name, level: 1 }),
      ).toBeInTheDocument();
      expect(screen.getByRole('link', { name: way })).toHaveAttribute('href');
    },
  );

  it('has a heading, and a way out, where there is no page', async () => {
    renderPage(<MissionsRouter />, { path: '/*', address: '/nowhere' });
    expect(
      await screen.findByRole('heading', {
        name: 'There is no such page',
        level: 1,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Go to the Explorer' }),
    ).toHaveAttribute('href', '/missions/catalog');
  });
});
