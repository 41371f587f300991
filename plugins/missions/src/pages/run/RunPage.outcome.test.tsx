import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aFinishedRun,
  aRunSummary,
  anApproval,
  aTarget,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage of a run that has ended', () => {
  it('says the outcome in one sentence after the end', async () => {
    const giveFeedback = jest.fn(async () => aFinishedRun());
    const undoUntil = new Date('2026-12-21T08:00:00Z');
    openRun({ getRun: async () => aFinishedRun({ undoUntil }), giveFeedback });
    expect(
      await screen.findByText('Installed on prod-us: 1 check passed.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Undo is possible until .*2026/),
    ).toBeInTheDocument();
    expect(screen.getByText('ended')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'As I wanted' }));
    expect(giveFeedback).toHaveBeenCalledWith('run-1', { value: 'up' });
  });

  it('names what an undo left with cluster and reason, and is not verified', async () => {
    const reasons = [
      'Stays as it is now, by choice',
      'left alone: it changed since',
      'It stays, because it holds Secret opencost/theirs',
    ];
    const kept = Array.from({ length: 12 }, (_, index) => ({
      targetId: index % 2 ? 'beta' : 'alpha',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: `left-${index}` },
      reason: reasons[index % 3],
    }));
    openRun({
      getRun: async () =>
        aFinishedRun({
          state: 'succeeded',
          undoOf: 'run-0',
          keptCount: kept.length,
          kept,
        }),
      listEvidence: async () => [],
    });
    const panel = await screen.findByRole('region', { name: 'What stays' });
    expect(within(panel).getAllByRole('row')).toHaveLength(13);
    expect(panel).toHaveTextContent(`left-11betaIt stays, because it holds`);
    expect(
      screen.getByText(
        'ConfigMap/left-1 on beta stays: left alone: it changed since',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('2 more objects stay, listed under What stays.'),
    ).toBeInTheDocument();
    const [badge] = screen.getAllByText('Taken back, except 12 objects');
    expect(badge.closest('[data-mc-tone]')).toHaveAttribute(
      'data-mc-tone',
      'warn',
    );
    expect(
      screen.getByText(/^Taken back on .*, except 12 objects\.$/),
    ).toBeInTheDocument();
  });

  it('draws a cluster on which an undo left something, and a child that did, not as verified', async () => {
    const words = 'Taken back, except 1 object';
    const kept = {
      targetId: 'prod-us',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'left' },
      reason: 'by choice',
    };
    const undo = aFinishedRun({ undoOf: 'run-0', keptCount: 1, kept: [kept] });
    const event = { seq: 1, at: new Date(), data: {}, targetId: 'prod-us' };
    openRun({
      getRun: async () => ({ ...undo, children: [undo] }),
      listEvents: async () => [{ ...event, type: 'target.succeeded' }],
    });
    const clusters = await screen.findByRole('region', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('0 of 1 verified');
    const children = screen.getByRole('region', {
      name: 'Missions of this sequence',
    });
    expect(
      within(children).getByRole('img', { name: `prod-us: ${words}` }),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(`prod-us: ${words}`, { selector: 'span' }),
    ).toBeInTheDocument();
    for (const place of [clusters, children]) {
      const mark = within(place).getByText(words);
      expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
        'data-mc-tone',
        'warn',
      );
      expect(within(place).queryByText('Verified')).not.toBeInTheDocument();
    }
  });

  it('does not say that all was taken back when something was kept', async () => {
    openRun({
      getRun: async () => {
        const run = aFinishedRun({ undoneBy: 'run-2' });
        return {
          ...run,
          targetsDetail: run.targetsDetail.map((target, index) => ({
            ...target,
            undoable: index === 0,
          })),
        };
      },
    });
    expect(
      await screen.findByText(/taken back, except for what the journal says/),
    ).toBeInTheDocument();
  });

  it('is not green any more when all of it was taken back', async () => {
    const undone = aFinishedRun();
    openRun({
      getRun: async () => ({
        ...undone,
        undoneBy: 'undo-1',
        targetsDetail: undone.targetsDetail.map(target => ({
          ...target,
          undoable: false,
        })),
      }),
    });
    const [mark] = await screen.findAllByText('Taken back');
    expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
      'data-mc-tone',
      'idle',
    );
    expect(
      screen.getByText('It has been taken back.').closest('[role="status"]'),
    ).toHaveAttribute('data-mc-tone', 'idle');
    expect(screen.queryByText(/undo until/)).toBeNull();
  });

  it('says of a cancelled run what stays where, and how long it can be taken back', async () => {
    const [entry] = someJournal();
    const cancelled = (id: string) =>
      aTarget({
        id,
        cluster: { name: id },
        state: 'cancelled',
        reason: undefined,
      });
    openRun({
      getRun: async () =>
        aFinishedRun({
          state: 'cancelled',
          undoUntil: new Date('2026-12-21T08:00:00Z'),
          targetsDetail: [cancelled('staging'), cancelled('dev')],
        }),
      listJournal: async () => [{ ...entry, targetId: 'staging' }],
    });
    const title = await screen.findByText('Cancelled on staging and dev.');
    const banner = title.closest<HTMLElement>('[role="status"]')!;
    expect(
      await within(banner).findByText(
        'What was done on staging stays: 1 object was written.',
      ),
    ).toBeInTheDocument();
    expect(banner).toHaveTextContent('Nothing was written on dev.');
    expect(banner).toHaveTextContent(/Undo is possible until .*2026/);
  });

  it('says that what stays on a cluster is being taken back', async () => {
    const [entry] = someJournal();
    const failed = (id: string) =>
      aTarget({ id, cluster: { name: id }, state: 'failed' });
    openRun({
      getRun: async () =>
        aFinishedRun({
          state: 'failed',
          targetsDetail: [failed('staging'), failed('dev')],
          undoRuns: [
            aRunSummary({
              id: 'undo-1',
              state: 'awaiting_approval',
              targets: [{ id: 'dev', state: 'awaiting_approval' }],
            }),
          ],
        }),
      listJournal: async () =>
        ['staging', 'dev'].map(targetId => ({ ...entry, targetId })),
    });
    for (const note of [
      'What was done on staging stays: 1 object was written.',
      'What was done on dev is being taken back: 1 object was written.',
    ]) {
      expect(await screen.findByText(note)).toBeInTheDocument();
    }
  });

  it('says who rejected the plan, and why', async () => {
    openRun({
      getRun: async () =>
        aFinishedRun({
          state: 'cancelled',
          targetsDetail: [
            aTarget({
              state: 'cancelled',
              reason: 'Rejected by approver: not on a Friday',
              steps: [],
            }),
          ],
          approvals: [
            anApproval({
              state: 'rejected',
              decisions: [
                {
                  by: 'user:default/approver',
                  decision: 'reject',
                  comment: 'not on a Friday',
                  at: new Date(),
                },
              ],
            }),
          ],
        }),
    });
    expect(
      await screen.findByText('Rejected by approver: not on a Friday', {
        selector: '[role="status"] *',
      }),
    ).toBeVisible();
    expect(screen.queryByText(/user:default/)).toBeNull();
  });
});
