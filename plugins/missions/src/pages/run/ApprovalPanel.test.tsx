import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  anApproval,
  aPlan,
  aPlannedChange,
  aSummary,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api,
  });

describe('ApprovalPanel', () => {
  it('sends the hash of the plan that was seen when a person approves by key', async () => {
    const decideApproval = jest.fn(async () => anApproval());
    open({ getRun: async () => aWaitingRun(), decideApproval });
    await screen.findByRole('button', {
      name: 'Approve 14 changes on 2 clusters',
    });
    await userEvent.keyboard('a');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'looks right');
    await userEvent.click(
      within(dialog).getByRole('button', {
        name: 'Approve 14 changes on 2 clusters',
      }),
    );
    expect(decideApproval).toHaveBeenCalledWith('approval-1', {
      decision: 'approve',
      hash: anApproval().hash,
      comment: 'looks right',
    });
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('shows the plan that waits and is clean for axe', async () => {
    const { container } = open({ getRun: async () => aWaitingRun() });
    expect(await screen.findByText('Same on')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says why somebody may not approve, and offers no button', async () => {
    open({
      getRun: async () =>
        aWaitingRun({
          approvals: [
            anApproval({
              mayDecide: false,
              mayNotReason: 'You started this run',
            }),
          ],
        }),
    });
    expect(await screen.findByText('You started this run')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /^Approve/ }),
    ).not.toBeInTheDocument();
  });

  it('neither shows nor approves an older plan than the one that waits', async () => {
    open({
      getRun: async () => aWaitingRun(),
      getPlan: async () => aPlan({ hash: 'older' }),
    });
    expect(
      await screen.findByText('The plan waits for approval'),
    ).toBeInTheDocument();
    await userEvent.keyboard('a');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
    expect(screen.queryByText('Same on')).toBeNull();
  });

  it('names a rejection by its effect, and says how many approvals are missing', async () => {
    open({
      getRun: async () =>
        aWaitingRun({
          summary: aSummary({ create: 0, change: 0, delete: 6, deferred: 0 }),
          targets: [{ id: 'staging', state: 'awaiting_approval' }],
        }),
    });
    expect(await screen.findByText(/^Needs 1 approval,/)).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject…' }),
    );
    expect(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Reject 6 deletions on staging',
      }),
    ).toBeInTheDocument();
  });

  it('can be rejected, not approved, where the plan cannot be shown', async () => {
    open({
      getRun: async () => aWaitingRun(),
      getPlan: async () => {
        throw new MissionsApiError('gone', { status: 500, code: 'X' });
      },
    });
    expect(
      await screen.findByText(/cannot be shown, so do not approve it/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: 'Reject…' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
  });

  describe('of what became known later on one cluster', () => {
    const later = anApproval({
      kind: 'supplementary',
      targetId: 'prod-us',
      hash: 'hash-of-the-late-changes',
      changes: [
        aPlannedChange({
          kind: 'create',
          fields: undefined,
          object: { apiVersion: 'batch/v1', kind: 'Job', name: 'known-late' },
        }),
      ],
    });

    it('shows exactly these changes, counted for themselves', async () => {
      open({ getRun: async () => aWaitingRun({ approvals: [later] }) });
      const panel = await screen.findByRole('region', {
        name: 'A part of the plan on prod-us became known only now',
      });
      expect(
        await within(panel).findByRole('button', { name: /Job\/known-late/ }),
      ).toBeInTheDocument();
      expect(
        within(panel).getByRole('list', { name: 'The plan in numbers' }),
      ).toHaveTextContent('1 create');
      expect(within(panel).queryByText(/Namespace\/opencost/)).toBeNull();
      expect(
        within(panel).getByRole('button', {
          name: 'Approve the new plan of prod-us',
        }),
      ).toBeInTheDocument();
    });

    it('offers no approval of what it cannot show', async () => {
      open({
        getRun: async () =>
          aWaitingRun({ approvals: [{ ...later, changes: undefined }] }),
      });
      expect(
        await screen.findByRole('button', { name: 'Reject…' }),
      ).toBeInTheDocument();
      expect(screen.queryByRole('button', { name: /^Approve/ })).toBeNull();
    });
  });

  it.each([
    [
      'a newer plan came',
      [anApproval({ state: 'superseded' }), anApproval({ id: 'approval-2' })],
      'A newer plan took the place of this one',
    ],
    [
      'somebody else decided',
      [anApproval({ state: 'approved' })],
      'This has been decided meanwhile',
    ],
  ])(
    'tells the person in the dialog that %s, and decides nothing',
    async (_, approvals, title) => {
      jest.useFakeTimers();
      try {
        const user = userEvent.setup({
          advanceTimers: jest.advanceTimersByTime,
        });
        const decideApproval = jest.fn(async () => anApproval());
        let over = false;
        open({
          decideApproval,
          getRun: async () => aWaitingRun(over ? { approvals } : {}),
        });
        await user.click(
          await screen.findByRole('button', { name: /^Approve 14/ }),
        );
        await screen.findByRole('dialog');
        over = true;
        await act(() => jest.advanceTimersByTimeAsync(16_000));
        const dialog = await screen.findByRole('dialog');
        expect(
          within(dialog).getByRole('heading', { name: title }),
        ).toBeInTheDocument();
        expect(
          within(dialog).queryByRole('button', { name: /^Approve/ }),
        ).toBeNull();
        expect(decideApproval).not.toHaveBeenCalled();
      } finally {
        jest.useRealTimers();
      }
    },
  );
});
