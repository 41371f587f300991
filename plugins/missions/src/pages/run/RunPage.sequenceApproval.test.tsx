import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Approval, Run } from '@mission-control/plugin-missions-common';
import {
  anApproval,
  aPlan,
  aPlannedChange,
  aSummary,
  aTargetPlan,
} from '@mission-control/plugin-missions-react/testUtils';
import { aSequence } from '../../__testUtils__/aSequence';
import { openRun } from '../../__testUtils__/openRun';
import { expectNoClusterName } from '../../__testUtils__/seeRun';

describe('RunPage of a sequence that waits for approval', () => {
  const plan = aPlan({
    targets: [
      aTargetPlan({
        targetId: '-',
        cluster: { name: '-' },
        changes: [aPlannedChange({ kind: 'external' })],
      }),
    ],
  });
  const wait = async (approval: Partial<Approval>, change?: Partial<Run>) => {
    openRun({
      getRun: async () =>
        aSequence(
          'awaiting_approval',
          {
            allowed: ['approve', 'reject'],
            approvals: [anApproval({ hash: plan.hash, ...approval })],
            children: [],
            ...change,
          },
          { changes: aSummary({ create: 0, change: 2, deferred: 0 }) },
        ),
      getPlan: async () => plan,
    });
    await screen.findByRole('heading', { level: 1 });
  };
  const drift: Partial<Approval> = {
    kind: 'drift',
    targetId: '-',
    changes: [],
  };

  it.each<[string, Partial<Approval>, Partial<Run>, string, RegExp, RegExp]>([
    [
      'The plan waits for approval',
      {},
      {},
      'Approve the sequence',
      /which missions are started/,
      /None of its missions is started/,
    ],
    [
      'The plan waits for approval',
      {},
      { undoOf: 'run-0' },
      'Approve the undo of the sequence',
      /which missions are taken back/,
      /Nothing is taken back/,
    ],
    [
      'The plan of the sequence changed since it was approved',
      drift,
      {},
      'Approve the new plan of the sequence',
      /which missions are started/,
      /No further mission is started/,
    ],
    [
      'A part of the plan of the sequence became known only now',
      { ...drift, kind: 'supplementary' },
      {},
      'Approve the new plan of the sequence',
      /which missions are started/,
      /No further mission is started/,
    ],
    [
      'The run asks before it goes on',
      { kind: 'gate', targetId: '-' },
      {},
      'Let the run go on',
      /steps that come next/,
      /the sequence waits for a decision/,
    ],
  ])(
    '%s, as %j of %j: offers %s',
    async (title, approval, change, effect, approves, rejects) => {
      await wait(approval, change);
      const panel = await screen.findByRole('region', { name: title });
      await userEvent.click(
        await within(panel).findByRole('button', { name: effect }),
      );
      expect(
        await screen.findByRole('dialog', { name: `${effect}?` }),
      ).toHaveTextContent(approves);
      await userEvent.click(screen.getByRole('button', { name: 'Back' }));
      await userEvent.click(
        within(panel).getByRole('button', { name: 'Reject…' }),
      );
      expect(await screen.findByRole('dialog')).toHaveTextContent(rejects);
      expectNoClusterName();
    },
  );
});
