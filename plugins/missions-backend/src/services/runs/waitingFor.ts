import type { RunSummary } from '@mission-control/plugin-missions-common';
import { whyMayNotDecide } from '../../engine';
import type { OpenApproval } from '../../store/operations/listOpenApprovals';
import type { StuckRun } from '../../store/operations/readStuckRuns';
import type { AskingUser } from '../AskingUser';

type Reason = NonNullable<RunSummary['waitingForMe']>[number];

/**
 * Why runs wait for a person: an approval that the person may decide and has
 * not, or a run of that person that failed or is blocked. A blocked run of an
 * orbit looks again by itself, and gives up by itself: it waits for nobody.
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
  for (const { runId, kind, policy, initiator, ...said } of approvals) {
    const may =
      !said.decisions.some(({ by }) => by === user.ref) &&
      !whyMayNotDecide({ policy, initiator, decider, ...said });
    if (may) {
      add(runId, kind === 'gate' ? 'gate' : 'approval');
    }
  }
  for (const run of stuck) {
    if (run.initiator === user.ref && !run.looksAgain) {
      add(run.id, run.state === 'blocked' ? 'blocked' : 'decision');
    }
  }
  return found;
}
