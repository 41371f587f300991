import {
  planSummary,
  type Approval,
  type Plan,
  type Run,
  type RunTarget,
} from '@mission-control/plugin-missions-common';

/** How many more have to approve. */
export function missingApprovals({ policy, decisions }: Approval): number {
  const approved = decisions.filter(({ decision }) => decision === 'approve');
  return Math.max(0, policy.count - approved.length);
}

/** Asks about one cluster what became known or changed since its plan. */
export function isOwnApproval({ kind }: Pick<Approval, 'kind'>): boolean {
  return kind === 'drift' || kind === 'supplementary';
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

/**
 * How an open question went on without the person who looks at it: a newer plan
 * or the same one is asked for anew, it was decided, or nobody is asked any more.
 */
export function meanwhile(
  approval: Approval,
  run: Pick<Run, 'approvals'>,
): 'replaced' | 'again' | 'decided' | 'void' | undefined {
  const now = run.approvals.find(({ id }) => id === approval.id);
  if (now?.state === 'open') {
    return now.hash === approval.hash ? undefined : 'replaced';
  }
  if (now && now.state !== 'superseded') {
    return 'decided';
  }
  const newer = run.approvals.find(isNewer);
  if (!newer) {
    return 'void';
  }
  return newer.hash === approval.hash ? 'again' : 'replaced';

  function isNewer({ id, state, kind, targetId }: Approval): boolean {
    return (
      state === 'open' &&
      kind !== 'gate' &&
      approval.kind !== 'gate' &&
      id !== approval.id &&
      targetId === approval.targetId
    );
  }
}

/** The clusters that an approval is about. */
export function approvedTargets(
  { targetId }: Pick<Approval, 'targetId'>,
  { targetsDetail }: Pick<Run, 'targetsDetail'>,
): RunTarget[] {
  if (targetId) {
    return targetsDetail.filter(({ id }) => id === targetId);
  }
  // What waits for an approval of its own is not in the plan of the run.
  const waiting = targetsDetail.filter(
    ({ state, approvalId }) => state === 'awaiting_approval' && !approvalId,
  );
  return waiting.length > 0 ? waiting : targetsDetail;
}
