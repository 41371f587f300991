import type {
  Approval,
  ApprovalKindEnum,
  Plan,
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

/** What is approved or rejected: deletions by their name, where there is nothing else. */
export function approvedWrites(summary: Run['summary']): {
  key: 'run.deletions' | 'run.changes' | 'run.emptyPlan';
  count: number;
} {
  const count = summary ? countChanges(summary) : 0;
  if (count === 0) {
    return { key: 'run.emptyPlan', count };
  }
  return {
    key: summary?.delete === count ? 'run.deletions' : 'run.changes',
    count,
  };
}

/** How many more have to approve. */
export function missingApprovals({ policy, decisions }: Approval): number {
  const approved = decisions.filter(({ decision }) => decision === 'approve');
  return Math.max(0, policy.count - approved.length);
}

/** Whether a plan is the one that waits; an older one is never approved. */
export function isPlanOf(
  { kind, hash }: Approval,
  plan: Pick<Plan, 'hash'>,
): boolean {
  return kind !== 'plan' || plan.hash === hash;
}
