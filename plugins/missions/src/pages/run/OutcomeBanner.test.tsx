import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { CheckResult, Run } from '@mission-control/plugin-missions-common';
import {
  aCheckResult,
  aFinishedRun,
  anApproval,
  aRunSummary,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (run: Run, original = aFinishedRun({ id: 'first' })) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: `/runs/${run.id}`,
    api: {
      getRun: async id => (id === 'first' ? original : run),
      listJournal: async () => [],
    },
  });

describe('OutcomeBanner', () => {
  it('does not ask how a rejected run did', async () => {
    open(
      aFinishedRun({
        state: 'cancelled',
        allowed: ['feedback'],
        approvals: [
          anApproval({
            state: 'rejected',
            decisions: [
              { by: 'user:default/omar', decision: 'reject', at: new Date() },
            ],
          }),
        ],
      }),
    );
    await screen.findByText('Rejected by omar');
    expect(screen.queryByRole('button', { name: 'As I wanted' })).toBeNull();
  });

  it.each([
    ['offers a record of', false, 1],
    ['makes no record of', true, 0],
  ])('%s a verified run whose demo is %s', async (_, demo, offers) => {
    open(aFinishedRun({ id: 'ended', demo }));
    await screen.findByText('Installed on prod-us: 1 check passed.');
    expect(
      screen.queryAllByRole('button', { name: 'Copy as verification record' }),
    ).toHaveLength(offers);
  });

  it.each(['fix', 'install'] as const)(
    'says of a %s that changed nothing that it verified alone',
    async type => {
      const summary = {
        create: 0,
        change: 0,
        delete: 0,
        noop: 0,
        conflict: 0,
        deferred: 0,
        irreversible: 0,
      };
      open(aFinishedRun({ id: 'ended', type, summary }));
      expect(
        await screen.findByText(
          'Verified on prod-us: 1 check passed. Nothing was changed.',
        ),
      ).toBeVisible();
    },
  );

  it('says where a run was taken back that stands elsewhere', async () => {
    const undo = aRunSummary({
      id: 'undo',
      state: 'succeeded',
      targets: [{ id: 'staging', state: 'succeeded' }],
    });
    const failed = (id: string) =>
      aTarget({
        id,
        cluster: { name: id },
        state: 'failed',
        undoable: id === 'dev',
        finishedAt: new Date(),
      });
    open(
      aFinishedRun({
        id: 'ended',
        state: 'failed',
        undoneBy: 'undo',
        undoRuns: [undo],
        keptCount: 6,
        targets: [
          { id: 'staging', state: 'failed' },
          { id: 'dev', state: 'failed' },
        ],
        targetsDetail: [failed('staging'), failed('dev')],
      }),
    );
    await screen.findByText('Taken back on staging.');
    expect(screen.queryByText(/^It has been taken back/)).toBeNull();
    expect(screen.getByText('1 of 2 taken back')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /^staging.*Taken back/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /^dev.*Failed/ }),
    ).toBeInTheDocument();
  });

  it('says of a run that was taken back first that it was', async () => {
    const run = aFinishedRun({ id: 'ended', undoneBy: 'undo' });
    open({
      ...run,
      targetsDetail: run.targetsDetail.map(target => ({
        ...target,
        undoable: false,
      })),
    });
    expect(
      await screen.findByText(
        'Before that: Installed on prod-us: 1 check passed.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('1 of 1 taken back')).toBeInTheDocument();
    expect(screen.queryByText('0 of 1 verified')).toBeNull();
  });

  it('waits for the evidence that was asked for after the end', async () => {
    let ended = false;
    let answer = (_: CheckResult[]) => {};
    const run = aFinishedRun({ id: 'ended' });
    renderPage(<RunPage />, {
      path: '/runs/:runId',
      address: '/runs/ended?target=prod-us&step=proof&tab=evidence',
      api: {
        getRun: async () =>
          ended
            ? { ...run, eventSeq: 9 }
            : { ...run, state: 'verifying', allowed: ['pause'] },
        pauseRun: async () => {
          ended = true;
          return run;
        },
        listEvidence: async () =>
          ended
            ? new Promise(resolve => {
                answer = resolve;
              })
            : [],
      },
    });
    await screen.findByText('No check has answered yet');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await screen.findByRole('status', { name: 'Loading the evidence' });
    expect(screen.queryByText('No check has answered yet')).toBeNull();
    expect(screen.queryByText(/^Installed on/)).toBeNull();
    await act(async () => answer([aCheckResult({ phase: 'verify' })]));
    expect(await screen.findByText(/^Installed on prod-us/)).toBeVisible();
  });

  it('leads from an undo that a choice ended to the next one, and tells why once', async () => {
    const reason = 'A choice about what changed since the run made a new undo';
    const cancelled = (id: string) =>
      aTarget({ id, cluster: { name: id }, state: 'cancelled', reason });
    const at = (minute: number) => new Date(2026, 1, 3, 4, minute);
    open(
      aFinishedRun({
        id: 'undo-1',
        undoOf: 'first',
        state: 'cancelled',
        createdAt: at(1),
        targetsDetail: [cancelled('dev'), cancelled('staging')],
      }),
      aFinishedRun({
        id: 'first',
        undoRuns: [0, 1, 2].map(minute =>
          aRunSummary({ id: `undo-${minute}`, createdAt: at(minute) }),
        ),
      }),
    );
    const link = await screen.findByRole('link', {
      name: 'The undo that came after it',
    });
    expect(link).toHaveAttribute('href', '/missions/runs/undo-2');
    const banner = link.closest<HTMLElement>('[role="status"]')!;
    expect(within(banner).getAllByText(reason)).toHaveLength(1);
  });
});
