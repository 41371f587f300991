import { screen, within } from '@testing-library/react';
import {
  anApproval,
  aTarget,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import type { Run } from '@mission-control/plugin-missions-common';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const openTargets = async (change: Partial<Run>) => {
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api: {
      getRun: async () => aWaitingRun(change),
      listEvidence: async () => [],
    },
  });
  const panel = await screen.findByRole('region', { name: 'Clusters' });
  return (name: string) =>
    within(panel).getByRole('button', { name: new RegExp(`^${name}`) });
};
const planned = aTarget({
  id: 'dev',
  cluster: { name: 'dev' },
  state: 'awaiting_approval',
  reason: undefined,
});
const blocked = aTarget({
  id: 'staging',
  cluster: { name: 'staging' },
  state: 'blocked',
  reason: 'connect ETIMEDOUT',
  steps: [],
});

describe('TargetList', () => {
  it('says of a planned cluster that it waits for the plan of another, while nobody is asked', async () => {
    const row = await openTargets({
      state: 'blocked',
      approvals: [],
      waitingForMe: ['blocked'],
      targetsDetail: [planned, blocked],
    });
    expect(row('dev')).toHaveTextContent(
      'Approval is asked for once staging has a plan that can be carried out.',
    );
    expect(row('dev')).not.toHaveTextContent('Waits for approval');
    expect(row('staging')).toHaveTextContent('connect ETIMEDOUT');
  });

  it.each([
    ['the plan of the run', {}, { approvals: [anApproval()] }],
    ['a plan of its own', { approvalId: 'approval-2' }, { approvals: [] }],
  ])('says that %s waits for approval', async (_, target, run) => {
    const row = await openTargets({
      ...run,
      targetsDetail: [{ ...planned, ...target }, blocked],
    });
    expect(row('dev')).toHaveTextContent('Waits for approval');
    expect(row('dev')).not.toHaveTextContent('is asked for once');
  });

  it('says besides when a run goes on without a cluster that helps itself', async () => {
    const now = Date.now();
    const row = await openTargets({
      state: 'blocked',
      approvals: [],
      waitingForMe: [],
      targetsDetail: [
        planned,
        {
          ...blocked,
          looksAgain: {
            at: new Date(now + 20_000),
            until: new Date(now + 180_000),
          },
        },
      ],
    });
    expect(row('dev')).toHaveTextContent(
      'once staging has a plan that can be carried out. The run goes on without staging in 3 min.',
    );
  });

  it('calls for a person only at a blocked cluster that does not help itself', async () => {
    const at = new Date(Date.now() + 20_000);
    const row = await openTargets({
      state: 'blocked',
      approvals: [],
      waitingForMe: [],
      targetsDetail: [
        blocked,
        { ...blocked, id: 'away', cluster: { name: 'away' } },
      ].map(target =>
        target.id === 'away'
          ? { ...target, looksAgain: { at, until: at } }
          : target,
      ),
    });
    const tone = (name: string) =>
      within(row(name))
        .getByText('Blocked')
        .closest('[data-mc-tone]')
        ?.getAttribute('data-mc-tone');
    expect([tone('staging'), tone('away')]).toEqual(['wait', 'idle']);
  });

  it('cuts no name of a cluster', async () => {
    const row = await openTargets({ targetsDetail: [planned] });
    expect(within(row('dev')).getByText('dev').parentElement).toHaveAttribute(
      'data-wrap',
    );
  });

  it('says once as whom it acts on the clusters, whether it writes or reads', async () => {
    const as = (name: string, identity?: string) =>
      aTarget({ id: name, cluster: { name }, identity });
    await openTargets({
      targetsDetail: [
        as('dev', 'missions-writer'),
        as('staging', 'missions-writer'),
        as('prod', 'jane@example.com'),
        as('lab', undefined),
      ],
    });
    expect(screen.getByText(/^Acts as/)).toHaveTextContent(
      /^Acts as missions-writer, jane@example\.com$/,
    );
  });

  it('does not say as whom while nobody knows', async () => {
    await openTargets({ targetsDetail: [aTarget({ identity: undefined })] });
    expect(screen.queryByText(/^Acts as/)).not.toBeInTheDocument();
  });

  it('says that the time of a cluster has the waiting in it', async () => {
    await openTargets({ targetsDetail: [aTarget({ id: 'dev' })] });
    expect(
      screen.getByTitle(
        'From its start to its end, waiting for people included',
      ),
    ).toHaveTextContent(/min/);
  });
});
