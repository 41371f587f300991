import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Approval } from '@mission-control/plugin-missions-common';
import {
  anApproval,
  aRun,
  aStep,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const gate = (change: Partial<Approval> = {}) =>
  anApproval({ kind: 'gate', targetId: 'dev', stepId: 'ask', ...change });

const open = (approvals: Approval[], reason: string) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api: {
      getRun: async () =>
        aRun({
          state: 'paused',
          pauseRequested: true,
          waitingForMe: approvals.some(({ state }) => state === 'open')
            ? ['gate']
            : [],
          approvals,
          targetsDetail: [
            aTarget({
              id: 'dev',
              state: 'paused',
              reason,
              steps: [
                aStep({
                  id: 'ask',
                  name: 'Ask',
                  state: 'waiting',
                  finishedAt: undefined,
                }),
              ],
            }),
          ],
        }),
    },
  });

describe('a gate of a paused run', () => {
  it('says in headline, panel and dialogs that a decision takes effect with Resume', async () => {
    open([gate()], 'Waits for approval: Go on?');
    expect(
      await screen.findByText('Paused, waits for you to let it go on'),
    ).toBeInTheDocument();
    const meaning = /^The run was paused: what is decided takes effect only/;
    const panel = screen.getByRole('region', { name: /^The run asks before/ });
    expect(within(panel).getByText(meaning)).toBeInTheDocument();
    for (const name of ['Let the run go on with dev', 'Reject…']) {
      await userEvent.click(within(panel).getByRole('button', { name }));
      const dialog = await screen.findByRole('dialog');
      expect(within(dialog).getByText(meaning)).toBeInTheDocument();
      await userEvent.click(
        within(dialog).getByRole('button', { name: 'Back' }),
      );
    }
  });

  it.each<[Approval['state'], string]>([
    ['approved', 'Approval given, goes on with Resume'],
    ['rejected', 'Rejected, fails with Resume'],
    ['expired', 'Nobody decided in time, fails with Resume'],
  ])('says of one that is %s what Resume does', async (state, words) => {
    open(
      [gate({ id: 'older', state: 'rejected' }), gate({ state })],
      'Decided by omar',
    );
    const now = await screen.findByRole('group', { name: 'Now' });
    expect(
      within(now).getByText(words).closest('[data-mc-tone]'),
    ).toHaveAttribute('data-mc-tone', 'pause');
    expect(now).not.toHaveTextContent(/Waiting/);
    const step = within(
      screen.getByRole('list', { name: 'Steps of dev' }),
    ).getByRole('button', { name: /^Ask/ });
    expect(step).toHaveTextContent(words);
    expect(step).not.toHaveTextContent('Waiting');
    expect(step).toHaveAttribute('data-mc-tone', 'pause');
    expect(screen.queryByText(/^The run asks before/)).toBeNull();
    expect(screen.queryByText(/waits for you/)).toBeNull();
  });
});
