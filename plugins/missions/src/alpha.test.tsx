import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { renderTestApp } from '@backstage/frontend-test-utils';
import {
  missionsApiRef,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aRunSummary,
  aStatus,
  createMissionsApiMock,
} from '@mission-control/plugin-missions-react/testUtils';
import missions from './alpha';

function open(path: string, api: Partial<MissionsApi> = {}) {
  return renderTestApp({
    features: [missions],
    initialRouteEntries: [path],
    apis: [[missionsApiRef, createMissionsApiMock(api)]],
  });
}
const SLOW = { timeout: 10_000 };

describe('the plugin of the new frontend system', () => {
  it('shows a page with tabs and the demo mark, clean for axe', async () => {
    const { container } = open('/missions/orbits');
    expect(
      await screen.findByRole(
        'heading',
        { name: '1 of 3 orbits is late' },
        SLOW,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Ground Control' }),
    ).toHaveAttribute('aria-current', 'page');
    expect(await screen.findByText('Demo data')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it.each([
    '/missions/catalog',
    '/missions/runs',
    '/missions/approvals',
    '/missions/control',
    '/missions/orbits',
    '/missions/clusters',
  ])(
    'says on %s which clusters are demo, where others are real',
    async path => {
      open(path, {
        listClusters: async () => [
          aCluster({ name: 'reef' }),
          aCluster({ name: 'harbour', demo: false, provider: 'kubeconfig' }),
        ],
      });
      expect(
        await screen.findByText('Some demo clusters', {}, SLOW),
      ).toHaveAttribute('title', 'Simulated: reef. The others are real.');
      expect(screen.queryByText('Demo data')).not.toBeInTheDocument();
    },
  );

  it('marks runs on demo clusters, not the page, where other clusters are real', async () => {
    open('/missions/runs', {
      listClusters: async () => [
        aCluster(),
        aCluster({ name: 'harbour', demo: false, provider: 'kubeconfig' }),
      ],
      listRuns: async ({ group } = {}) => ({
        items:
          group === 'completed'
            ? [
                aRunSummary({ id: 'a', title: 'On the demo', demo: true }),
                aRunSummary({ id: 'b', title: 'On the harbour', demo: false }),
              ]
            : [],
        total: 0,
        facets: [],
      }),
    });
    const demo = await screen.findByRole('row', { name: /On the demo/ }, SLOW);
    await waitFor(() => expect(within(demo).getByText('Demo')).toBeVisible());
    expect(
      screen.getByRole('row', { name: /On the harbour/ }),
    ).not.toHaveTextContent('Demo');
    expect(screen.queryByText('Demo data')).not.toBeInTheDocument();
  });

  it.each([
    ['once on a page that shows them', '/missions/clusters', true, 1],
    ['once for the header alone', '/missions/actions', true, 1],
    ['never where no cluster is demo', '/missions/actions', false, 0],
  ])('asks for the clusters %s', async (_, path, demo, times) => {
    const listClusters = jest.fn(async () => [aCluster({ demo })]);
    const getStatus = jest.fn(async () => aStatus({ demo }));
    open(path, { listClusters, getStatus });
    await screen.findByRole('heading', { level: 1 }, SLOW);
    await waitFor(() =>
      expect(screen.queryAllByText('Demo data')).toHaveLength(demo ? 1 : 0),
    );
    expect(getStatus).toHaveBeenCalled();
    expect(listClusters).toHaveBeenCalledTimes(times);
  });

  it('goes from its root to the Explorer', async () => {
    open('/missions');
    await waitFor(
      () =>
        expect(screen.getByRole('link', { name: 'Explorer' })).toHaveAttribute(
          'aria-current',
          'page',
        ),
      SLOW,
    );
  });

  it('says so when an address leads nowhere', async () => {
    open('/missions/nowhere');
    expect(
      await screen.findByRole('link', { name: 'Go to the Explorer' }, SLOW),
    ).toHaveAttribute('href', '/missions/catalog');
  });

  it('explains the keys when ? is pressed', async () => {
    open('/missions/clusters');
    await screen.findByRole('table', {}, SLOW);
    await userEvent.keyboard('?');
    expect(
      await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }),
    ).toBeInTheDocument();
  });
});
