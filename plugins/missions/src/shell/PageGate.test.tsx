import { screen } from '@testing-library/react';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import { renderPage } from '../__testUtils__/renderPage';
import { OrbitPage } from '../pages/orbits/OrbitPage';
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
