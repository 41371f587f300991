import { screen, waitFor } from '@testing-library/react';
import { axe } from 'jest-axe';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  aCluster,
  aMissionSummary,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { refuse } from '../__testUtils__/refuse';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityMissionsContent } from './EntityMissionsContent';

const checkout = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: { 'backstage.io/kubernetes-cluster': 'dev' },
  },
};
const open = (api: Partial<MissionsApi>) =>
  renderPage(
    <EntityProvider entity={checkout}>
      <EntityMissionsContent />
    </EntityProvider>,
    {
      path: '/entity',
      address: '/entity',
      api: {
        listMissions: async () => ({
          items: [aMissionSummary({ title: 'Mend it', type: 'fix' })],
          total: 1,
          facets: [],
        }),
        listRuns: async () => ({
          items: [aRunSummary()],
          total: 1,
          facets: [],
        }),
        listClusters: async () => [aCluster({ name: 'dev', demo: true })],
        ...api,
      },
    },
  );

describe('EntityMissionsContent', () => {
  it('leads to the launch, and says that the clusters are simulated', async () => {
    const { container } = open({});
    const launch = await screen.findByRole('link', {
      name: /launch.*mend it/i,
    });
    expect(launch).toHaveAttribute(
      'href',
      expect.stringMatching(/launch\?.*target=dev/),
    );
    expect(await screen.findByText('Demo data')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('marks nothing as demo on a real cluster', async () => {
    const listClusters = jest.fn(async () => [
      aCluster({ name: 'dev', demo: false }),
    ]);
    open({ listClusters });
    await screen.findByRole('link', { name: /launch/i });
    await waitFor(() => expect(listClusters).toHaveBeenCalled());
    expect(screen.queryByText('Demo data')).toBeNull();
  });

  it('says so when no mission is installed and none was started', async () => {
    open({
      listMissions: async () => ({ items: [], total: 0, facets: [] }),
      listRuns: async () => ({ items: [], total: 0, facets: [] }),
    });
    expect(
      await screen.findByText('No mission is installed.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No mission was started from here yet.'),
    ).toBeInTheDocument();
  });

  it.each([
    ['NOT_ALLOWED' as const, 'You may not see this'],
    ['DATABASE_UNAVAILABLE' as const, 'The database is away'],
  ])('shows %s in place of the lists', async (code, shown) => {
    open({ listMissions: () => refuse(code, 'The database is away') });
    expect(await screen.findByText(shown)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /launch/i })).toBeNull();
  });
});
