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
  aTarget,
  aTargetPlan,
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

  it.each([
    ['those that wait for the plan', {}, ['one', 'two']],
    ['the one that asks', { kind: 'drift' as const, targetId: 'own' }, ['own']],
  ])('has planned anew %s', async (_, of, targets) => {
    const recheckRun = jest.fn(async () => aWaitingRun());
    const approval = anApproval(of);
    const own = anApproval({ id: 'b', kind: 'drift', targetId: 'own' });
    const waiting = (id: string) => aTarget({ id, state: 'awaiting_approval' });
    open({
      recheckRun,
      getRun: async () =>
        aWaitingRun({
          allowed: ['recheck', 'cancel'],
          approvals: approval.targetId ? [approval] : [approval, own],
          targets: [
            waiting('one'),
            waiting('two'),
            waiting('own'),
            aTarget({ id: 'stuck', state: 'blocked' }),
          ],
        }),
    });
    const [button] = await screen.findAllByRole('button', {
      name: 'Check again',
    });
    await userEvent.click(button);
    expect(recheckRun).toHaveBeenCalledWith('run-1', targets);
  });

  it('plans nothing anew for a gate', async () => {
    open({
      getRun: async () =>
        aWaitingRun({
          allowed: ['recheck', 'cancel'],
          approvals: [anApproval({ kind: 'gate' })],
        }),
    });
    expect(
      await screen.findByRole('button', { name: /^Let the run go on/ }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Check again' })).toBeNull();
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
          targetsDetail: [
            aTarget({
              id: 'staging',
              state: 'awaiting_approval',
              changes: aSummary({
                create: 0,
                change: 0,
                delete: 6,
                deferred: 0,
              }),
            }),
          ],
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

  it('names in the dialog each cluster with its environment and its share of the plan', async () => {
    const run = aWaitingRun();
    const [first] = run.targetsDetail;
    open({
      getRun: async () => ({
        ...run,
        targetsDetail: [
          first,
          aTarget({
            ...first,
            id: 'edge-1',
            cluster: { name: 'edge-1', environment: 'edge' },
            changes: aSummary({ create: 2, change: 0, deferred: 0 }),
          }),
          // Closed before: nobody asks about it.
          aTarget({ id: 'edge-2', state: 'failed' }),
        ],
      }),
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Approve 9 changes on 2 clusters',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      within(within(dialog).getByRole('list', { name: 'Clusters' }))
        .getAllByRole('listitem')
        .map(item => [...item.children].map(part => part.textContent)),
    ).toEqual([
      ['prod-usprod', 'production', '7 changes'],
      ['edge-1edge', '2 changes'],
    ]);
  });

  it('says of each gate for which cluster it asks, in title, button and dialog', async () => {
    const gate = (targetId: string) =>
      anApproval({ id: targetId, kind: 'gate', targetId, stepId: 'ask' });
    open({
      getRun: async () =>
        aWaitingRun({ approvals: [gate('prod-us'), gate('prod-eu')] }),
    });
    const panel = await screen.findByRole('region', {
      name: 'The run asks before it goes on with prod-eu',
    });
    expect(
      screen.getByRole('region', {
        name: 'The run asks before it goes on with prod-us',
      }),
    ).not.toBe(panel);
    expect(within(panel).getByTitle('Production EU')).toHaveTextContent('prod');
    expect(within(panel).getByText('production')).toBeInTheDocument();
    await userEvent.click(
      within(panel).getByRole('button', {
        name: 'Let the run go on with prod-eu',
      }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Let the run go on with prod-eu?',
    });
    expect(within(dialog).getByTitle('Production EU')).toBeInTheDocument();
    expect(within(dialog).queryByTitle('Production US')).toBeNull();
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

    describe('where the object stays as it is', () => {
      const stays = anApproval({
        ...later,
        kind: 'drift',
        stepId: 'deploy',
        changes: [
          aPlannedChange({
            kind: 'noop',
            takeOver: false,
            fields: undefined,
            note: 'Stays as it is. data was changed',
          }),
        ],
      });
      const panel = () => screen.findByRole('region', { name: /^prod-us/ });

      it('says that approving lets the rest go on, and how much that is', async () => {
        open({
          getRun: async () => aWaitingRun({ approvals: [stays] }),
          listJournal: async () => [],
        });
        expect(
          await within(await panel()).findByText(
            'What is asked for here writes nothing: it stays as it is now. Once it is approved, the rest of what was approved before goes on: 3 changes.',
          ),
        ).toBeInTheDocument();
        expect(screen.queryByText(/^Nothing would/)).toBeNull();
      });

      const unknown =
        'What is asked for here writes nothing: it stays as it is now. Once it is approved, what is left of what was approved before goes on.';
      it.each<[string, MissionsApi['listJournal']]>([
        ['is loading', () => new Promise(() => {})],
        [
          'failed',
          async () => {
            throw new MissionsApiError('gone', { status: 500, code: 'X' });
          },
        ],
      ])('gives no number while the journal %s', async (_, listJournal) => {
        open({
          getRun: async () => aWaitingRun({ approvals: [stays] }),
          listJournal,
        });
        expect(
          await within(await panel()).findByText(unknown),
        ).toBeInTheDocument();
        expect(screen.queryByText(/goes on: /)).toBeNull();
      });

      it.each([
        ['approving', /^Approve/, 1],
        ['rejecting', /^Reject…/, 0],
      ])('repeats it in the dialog of %s: %s, %d', async (_, name, times) => {
        open({
          getRun: async () => aWaitingRun({ approvals: [stays] }),
          listJournal: async () => [],
        });
        const own = within(await panel());
        await own.findByText(/goes on: 3 changes/);
        await userEvent.click(await own.findByRole('button', { name }));
        const dialog = await screen.findByRole('dialog');
        expect(
          within(dialog).queryAllByText(/^What is asked .* goes on: 3 changes/),
        ).toHaveLength(times);
      });

      it('says that no rest is left', async () => {
        open({
          getRun: async () => aWaitingRun({ approvals: [stays] }),
          getPlan: async () =>
            aPlan({ targets: [aTargetPlan({ changes: stays.changes! })] }),
        });
        expect(
          await within(await panel()).findByText(
            /Nothing else of what was approved before is left to be written/,
          ),
        ).toBeInTheDocument();
      });
    });

    it('saves it, beside the whole plan, which stays at hand', async () => {
      open({ getRun: async () => aWaitingRun({ approvals: [later] }) });
      const panel = await screen.findByRole('region', {
        name: /became known only now/,
      });
      const own = await within(panel).findByRole('region', {
        name: 'What is asked for',
      });
      expect(
        await within(own).findByRole('button', { name: 'Plan as Markdown' }),
      ).toBeInTheDocument();
      const whole = screen.getByRole('region', { name: 'The whole plan' });
      expect(within(whole).queryByText(/Namespace\/opencost/)).toBeNull();
      await userEvent.click(
        within(whole).getByRole('button', { name: 'Show the whole plan' }),
      );
      expect(
        within(whole).getAllByRole('button', { name: /Namespace\// })[0],
      ).toBeInTheDocument();
    });

    it('says in the dialog of what writes something nothing of a rest', async () => {
      open({ getRun: async () => aWaitingRun({ approvals: [later] }) });
      await userEvent.click(
        await screen.findByRole('button', { name: /^Approve/ }),
      );
      expect(await screen.findByRole('dialog')).not.toHaveTextContent(
        /writes nothing/,
      );
    });

    it('folds what is asked for by a button that names it', async () => {
      open({ getRun: async () => aWaitingRun({ approvals: [later] }) });
      const own = await screen.findByRole('region', {
        name: 'What is asked for',
      });
      await userEvent.click(
        within(own).getByRole('button', { name: 'Hide what is asked for' }),
      );
      expect(
        within(own).queryByRole('button', { name: /Job\/known-late/ }),
      ).toBeNull();
      await userEvent.click(
        within(own).getByRole('button', { name: 'Show what is asked for' }),
      );
      expect(
        await within(own).findByRole('button', { name: /Job\/known-late/ }),
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
      [
        anApproval({ state: 'superseded' }),
        anApproval({ id: 'approval-2', hash: 'hash-of-the-newer-plan' }),
      ],
      'A newer plan took the place of this one',
    ],
    [
      'the same plan is asked for anew',
      [
        anApproval({ state: 'superseded' }),
        anApproval({ id: 'approval-2' }),
        anApproval({ id: 'own', kind: 'drift', targetId: 'x', hash: 'other' }),
      ],
      'This plan is asked for anew',
    ],
    [
      'nobody is asked any more',
      [anApproval({ state: 'superseded' })],
      'This is not asked any more',
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

  it('hands a voice over for a time, and shows to whom, until when and why', async () => {
    const delegateApproval = jest.fn(async () => anApproval());
    const approval = anApproval({
      mayDelegate: true,
      delegations: [
        {
          by: 'user:default/ann',
          to: 'group:default/deputies',
          comment: 'On leave',
          until: new Date(Date.now() + 7_200_000),
          at: new Date(),
        },
      ],
      decisions: [
        {
          by: 'user:default/carl',
          for: 'user:default/ann',
          decision: 'approve',
          at: new Date(),
        },
      ],
    });
    const { container } = open({
      getRun: async () => aWaitingRun({ approvals: [approval] }),
      delegateApproval,
    });
    const hand = await screen.findByRole('button', { name: 'Hand over…' });
    const banner = hand.closest('section')!;
    expect(banner).toHaveTextContent(/carl approved in place of A?\s*ann/i);
    expect(banner).toHaveTextContent(
      /ann handed over to D?\s*deputies\s*· ends in 2 h.*· On leave/i,
    );
    await userEvent.click(hand);
    const dialog = await screen.findByRole('dialog');
    const send = within(dialog).getByRole('button', { name: 'Hand over' });
    expect(send).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /^To/ }),
      'group:default/deputies',
    );
    await userEvent.click(send);
    expect(delegateApproval).toHaveBeenCalledWith('approval-1', {
      to: 'group:default/deputies',
      comment: undefined,
      until: undefined,
    });
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('offers nothing to hand over to who has no voice of the own', async () => {
    open({ getRun: async () => aWaitingRun() });
    await screen.findByRole('button', { name: 'Reject…' });
    expect(screen.queryByRole('button', { name: 'Hand over…' })).toBeNull();
  });
});
