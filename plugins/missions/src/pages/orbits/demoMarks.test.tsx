import { screen, within } from '@testing-library/react';
import {
  aCluster,
  anOrbit,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { DemoScopeProvider } from '../../shell/DemoTag';
import { OrbitPage } from './OrbitPage';
import { OrbitsPage } from './OrbitsPage';

const orbit = anOrbit({
  targets: [{ cluster: 'prod-us' }, { cluster: 'prod-eu' }],
});
const api = {
  getOrbit: async () => orbit,
  listOrbits: async () => [orbit],
  listClusters: async () => [
    aCluster({ name: 'prod-us', demo: false }),
    aCluster({ name: 'prod-eu', demo: true }),
  ],
};
const mixed = { scope: 'some', clusters: ['prod-eu'] } as const;

/** Every place that names a cluster, and whether it is marked. */
function marksOf(table: HTMLElement, name: string): boolean[] {
  return within(table)
    .getAllByText(name)
    .map(chip => within(chip.parentElement!).queryByText('Demo') !== null);
}

describe('demo clusters beside real ones', () => {
  it.each(['Clusters and checks', 'Findings'])(
    'are marked on the page of an orbit: %s',
    async label => {
      renderPage(
        <DemoScopeProvider {...mixed}>
          <OrbitPage />
        </DemoScopeProvider>,
        { path: '/orbits/:orbitId', address: '/orbits/x', api },
      );
      const table = await screen.findByRole('table', { name: label });
      expect(new Set(marksOf(table, 'prod-eu'))).toEqual(new Set([true]));
      expect(new Set(marksOf(table, 'prod-us'))).toEqual(new Set([false]));
    },
  );

  it('are marked in the list of orbits', async () => {
    renderPage(
      <DemoScopeProvider {...mixed}>
        <OrbitsPage />
      </DemoScopeProvider>,
      { path: '/orbits', address: '/orbits', api },
    );
    const table = await screen.findByRole('table');
    expect(marksOf(table, 'prod-eu')).toEqual([true]);
    expect(marksOf(table, 'prod-us')).toEqual([false]);
  });
});
