import type {
  Approval,
  ApprovalKindEnum,
  Run,
} from '@mission-control/plugin-missions-common';
import { countChanges } from '@mission-control/plugin-missions-react';

const titleKeys = {
  plan: 'run.approvalPlan',
  drift: 'run.approvalDrift',
  supplementary: 'run.approvalSupplementary',
  gate: 'run.approvalGate',
} as const satisfies Record<ApprovalKindEnum, string>;

/** What waits, as a translation key. */
export function approvalTitleKey(approval: Approval) {
  return titleKeys[approval.kind];
}

/** What approving does, as a translation key with its values. */
export function approveAction(
  approval: Approval,
  run: Pick<Run, 'summary' | 'targets'>,
) {
  if (approval.kind === 'gate') {
    return { key: 'run.approveGate' } as const;
  }
  if (approval.targetId) {
    return {
      key: 'run.approveDrift',
      values: { cluster: approval.targetId },
    } as const;
  }
  const changes = run.summary ? countChanges(run.summary) : 0;
  const clusters = String(run.targets.length);
  return changes > 0
    ? ({
        key: 'run.approveChanges',
        values: { changes: String(changes), clusters },
      } as const)
    : ({ key: 'run.approveNothing', values: { clusters } } as const);
}

/** How many more have to approve. */
export function missingApprovals({ policy, decisions }: Approval): number {
  const approved = decisions.filter(({ decision }) => decision === 'approve');
  return Math.max(0, policy.count - approved.length);
}
