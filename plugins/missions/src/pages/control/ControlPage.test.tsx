import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { RunState } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aFinishedRun,
  aMissionSummary,
  aRun,
  aStatus,
  aStep,
  aTarget,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ControlPage } from './ControlPage';

const SLOW = { timeout: 10_000 };
const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<ControlPage />, { path: '/control', address: '/control', api });
const refused = (status: number) => async () =>
  Promise.reject(new MissionsApiError('no', { status, code: 'X' }));

/** A sequence whose first mission is proven and whose second one moves. */
const sequence: Partial<MissionsApi> = {
  getRun: async id => {
    if (id === 'child-1') {
      return aFinishedRun({ id });
    }
    return id === 'child-2'
      ? aRun({ id, state: 'running' })
      : aRun({
          id,
          type: 'sequence',
          title: 'Upgrade the ingress fleet',
          state: 'running',
          targetsDetail: [
            aTarget({
              id: '-',
              steps: [
                aStep({ id: 'a', name: 'Back up', childRunId: 'child-1' }),
                aStep({ id: 'b', name: 'Upgrade', childRunId: 'child-2' }),
              ],
            }),
          ],
        });
  },
};

describe('ControlPage', () => {
  it('says in one sentence how many clusters need somebody', async () => {
    const { container } = open(sequence);
    expect(
      await screen.findByRole('heading', { name: /clusters need somebody/ }),
    ).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'prod' })).toBeInTheDocument();
    await screen.findByText('Upgrade');
    expect(await axe(container)).toHaveNoViolations();
  }, 30_000);

  it('offers nobody to start who may use no cluster', async () => {
    renderPage(<ControlPage />, {
      path: '/control',
      address: '/control',
      denied: ['missions.cluster.use'],
    });
    expect(
      await screen.findByText(/missions\.cluster\.use is missing/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Start one mission on many…' }),
    ).toBeDisabled();
  });

  it('shows a running sequence with the waves that move through it', async () => {
    open(sequence);
    const graph = await screen.findByRole(
      'group',
      { name: 'Steps of Upgrade the ingress fleet' },
      SLOW,
    );
    expect(
      within(graph).getByRole('link', { name: 'Upgrade' }),
    ).toHaveAttribute('href', '/missions/runs/child-2');
    expect(within(graph).getByText('after Back up')).toBeInTheDocument();
    expect(within(graph).getByText('Wave 2')).toBeInTheDocument();
    expect(within(graph).getByText('1 of 3')).toBeInTheDocument();
  });

  it('lets no rejected run hide what failed before it', async () => {
    const on = (state: RunState) => ({
      state,
      targets: [{ id: 'prod-us', state }],
    });
    const failed = aFinishedRun({ id: 'failed', ...on('failed') });
    const rejected = aFinishedRun({ id: 'rejected', ...on('cancelled') });
    const [entry] = someJournal();
    open({
      listClusters: async () => [aCluster({ name: 'prod-us' })],
      listRuns: async query => {
        const items = query?.group === 'completed' ? [rejected, failed] : [];
        return { items, total: items.length, facets: [] };
      },
      listJournal: async id =>
        id === 'failed'
          ? [{ ...entry, targetId: 'prod-us', state: 'done', changed: true }]
          : [],
    });
    const tiles = await screen.findByRole('region', { name: 'prod' }, SLOW);
    expect(await within(tiles).findByText('Failed')).toBeInTheDocument();
    expect(await screen.findByText('1 failed')).toBeInTheDocument();
    expect(
      within(tiles).getByRole('link', { name: failed.title }),
    ).toHaveAttribute('href', '/missions/runs/failed');
  });

  it('calls an undo that left something verified in no place', async () => {
    const undo = aFinishedRun({ undoOf: 'first', keptCount: 2 });
    const words = 'Taken back, except 2 objects';
    open({
      listClusters: async () => [aCluster()],
      listRuns: async () => ({
        items: [undo, { ...undo, id: 'chain', type: 'sequence' }],
        total: 2,
        facets: [],
      }),
      getRun: async id =>
        id === 'chain'
          ? {
              ...undo,
              type: 'sequence',
              targetsDetail: [
                aTarget({
                  id: '-',
                  steps: [aStep({ id: 'a', name: 'Undo', childRunId: 'c' })],
                }),
              ],
            }
          : { ...undo, id },
    });
    const graph = await screen.findByRole('group', { name: /^Steps of/ }, SLOW);
    const node = within(graph).getByRole('link', { name: 'Undo' });
    expect(node.closest('li')).toHaveAttribute('data-mc-tone', 'warn');
    const tiles = screen.getByRole('region', { name: 'prod' });
    const line = screen.getByRole('group', { name: 'Next 24 hours' });
    const running = screen.getByRole('region', { name: 'What runs now' });
    const panel = screen.getByRole('region', { name: /^Sequence/ });
    for (const place of [graph, tiles, line, running, panel]) {
      expect(place).toHaveTextContent(words);
    }
    expect(
      within(running).getAllByRole('img', { name: `prod-us: ${words}` }),
    ).toHaveLength(2);
    expect(screen.queryByText(/verified/i)).not.toBeInTheDocument();
    for (const mark of screen.getAllByText(words)) {
      expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
        'data-mc-tone',
        'warn',
      );
    }
  });

  it('says of a run and of a sequence that each is paused before its approval', async () => {
    const held = aRun({ state: 'awaiting_approval', pauseRequested: true });
    open({
      listRuns: async () => ({
        items: [held, { ...held, id: 'chain', type: 'sequence' }],
        total: 2,
        facets: [],
      }),
      getRun: async id => ({ ...held, id, type: 'sequence' }),
    });
    const words = 'Paused, waits for approval';
    const panel = await screen.findByRole(
      'region',
      { name: /^Sequence/ },
      SLOW,
    );
    expect(panel).toHaveTextContent(words);
    const running = screen.getByRole('region', { name: 'What runs now' });
    expect(within(running).getAllByText(words)).toHaveLength(2);
  });

  it('shows the next day: what is late, what waits, what is planned', async () => {
    open();
    const line = await screen.findByRole('group', { name: 'Next 24 hours' });
    expect(
      within(line).getByRole('link', { name: 'Certificates end soon, late' }),
    ).toHaveAttribute('href', '/missions/orbits/orbit-2');
    expect(
      within(line).getByText(/starts when the run before ends/),
    ).toBeInTheDocument();
  });

  it('says how long the queue is', async () => {
    open({
      getStatus: async () =>
        aStatus({ queue: { running: 2, waiting: 3, oldestSeconds: 90 } }),
    });
    expect(
      await screen.findByText(
        '2 at work, 3 in the queue, the oldest for 1 min',
      ),
    ).toBeInTheDocument();
  });

  it('calls the fleet unknown, not calm, when the runs cannot be read', async () => {
    open({
      listClusters: async () => [aCluster()],
      listRuns: refused(500),
    });
    expect(
      await screen.findByRole('heading', {
        name: '1 of 1 clusters needs somebody',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText(/nobody knows what runs/)).toBeInTheDocument();
    expect(screen.queryByText('No mission is active.')).not.toBeInTheDocument();
  });

  it('starts one mission on many: goes on to Launch with the clusters chosen', async () => {
    open({
      listMissions: async () => ({
        items: [
          aMissionSummary(),
          aMissionSummary({ ref: 'x/seq', title: 'A chain', type: 'sequence' }),
        ],
        total: 2,
        facets: [],
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start one mission on many…' }),
    );
    const dialog = await screen.findByRole('dialog');
    for (const name of [/prod-us/, /edge-1/]) {
      await userEvent.click(within(dialog).getByRole('checkbox', { name }));
    }
    await userEvent.click(
      await within(dialog).findByRole('button', { name: /Mission/ }),
    );
    expect(
      screen.queryByRole('option', { name: 'A chain' }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('option', { name: 'OpenCost' }),
    );
    expect(
      await screen.findByRole('link', { name: 'Go on with 2 clusters' }),
    ).toHaveAttribute(
      'href',
      '/missions/catalog/examples/opencost/launch?target=prod-us&target=edge-1',
    );
  }, 30_000);

  it('teaches when there is no cluster', async () => {
    open({ listClusters: async () => [] });
    expect(
      await screen.findByRole('link', { name: 'Look at the clusters' }),
    ).toBeInTheDocument();
  });

  it('says what is missing when the clusters may not be seen', async () => {
    open({ listClusters: refused(403) });
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });

  it('says what an error means for the clusters', async () => {
    open({ listClusters: refused(500) });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Runs go on without this page.',
    );
  });
});
