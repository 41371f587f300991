import type { RunSummary } from '@mission-control/plugin-missions-common';
import { whyMayNotDecide } from '../../engine';
import type { OpenApproval } from '../../store/operations/listOpenApprovals';
import type { AskingUser } from '../AskingUser';

type Reason = NonNullable<RunSummary['waitingForMe']>[number];

/** A run that cannot go on by itself, and for whom it runs. */
export interface StuckRun {
  readonly id: string;
  readonly initiator: string;
  readonly state: 'needs_decision' | 'blocked';
}

/**
 * Why runs wait for a person: an approval that the person may decide and has
 * not, or a run of that person that failed or is blocked.
 */
export function waitingFor(options: {
  user: AskingUser;
  approvals: readonly OpenApproval[];
  stuck: readonly StuckRun[];
}): Map<string, Reason[]> {
  const { user, approvals, stuck } = options;
  const decider = { by: user.ref, ownershipRefs: user.ownershipRefs };
  const found = new Map<string, Reason[]>();
  const add = (runId: string, reason: Reason) => {
    const reasons = found.get(runId) ?? [];
    if (!reasons.includes(reason)) {
      found.set(runId, [...reasons, reason]);
    }
  };
  for (const { runId, kind, policy, initiator, decidedBy } of approvals) {
    const may =
      !decidedBy.includes(user.ref) &&
      !whyMayNotDecide({ policy, initiator, decider });
    if (may) {
      add(runId, kind === 'gate' ? 'gate' : 'approval');
    }
  }
  for (const run of stuck) {
    if (run.initiator === user.ref) {
      add(run.id, run.state === 'blocked' ? 'blocked' : 'decision');
    }
  }
  return found;
}
