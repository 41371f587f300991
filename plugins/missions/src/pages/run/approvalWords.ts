import {
  planSummary,
  type Approval,
  type ApprovalKindEnum,
  type Plan,
  type Run,
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

/**
 * The plan that an approval asks for: the run's where it is exactly that one,
 * of one cluster what became known or changed since. Nothing where it is not
 * known: what is not shown is not approved.
 */
export function planOf(approval: Approval, plan: Plan): Plan | undefined {
  const { changes, targetId, hash } = approval;
  if (approval.kind === 'plan') {
    return plan.hash === hash ? plan : undefined;
  }
  const target = plan.targets.find(one => one.targetId === targetId);
  return (
    target &&
    changes && {
      ...plan,
      hash,
      summary: planSummary(changes),
      targets: [{ ...target, hash, changes }],
    }
  );
}

/** How an open question went on without the person who looks at it. */
export function meanwhile(
  approval: Approval,
  run: Pick<Run, 'approvals'>,
): 'replaced' | 'decided' | undefined {
  const now = run.approvals.find(({ id }) => id === approval.id);
  if (now?.state === 'open') {
    return now.hash === approval.hash ? undefined : 'replaced';
  }
  return !now || now.state === 'superseded' ? 'replaced' : 'decided';
}
