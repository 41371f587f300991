import { comparePlans } from '@mission-control/plugin-missions-common';
import { approvalExpiry, approvalPolicyOf } from '../engine';
import {
  type RunChange,
  type TargetRecord,
  insertApproval,
  moveTarget,
  newId,
  planColumns,
  readPlans,
  readSteps,
  savePlannedSteps,
} from '../store';
import { changesWithDrift, driftReason } from './driftWords';
import { appendPlanLines, makePlan } from './makePlan';
import type { TargetSession } from './TargetSession';

/**
 * Plans again before the first write of a target whose plan is old. The same
 * hash goes on; another one waits for an approval of the new plan.
 */
export async function recheckTarget(
  session: TargetSession,
  target: TargetRecord,
): Promise<void> {
  const { store } = session;
  const { runId, targetId } = session.lease;
  const begun = (await readSteps({ tx: store.db, runId, targetId })).some(
    step => step.effect === 'write' && step.attempt > 0,
  );
  const made = begun ? undefined : await makePlan(session, target);
  const [before] = await readPlans({ tx: store.db, runId, targetId });
  let saved = false;
  await session.commit(async (change, current) => {
    const same = made?.plan.hash === current.approvedHash;
    if (!made || (same && !made.plan.problems)) {
      await change.setTarget(targetId, { recheck: false });
      return;
    }
    if (made.plan.problems) {
      await planFromTheBeginning(change, current);
      return;
    }
    const differences = comparePlans(
      before ?? { changes: [], reads: [] },
      made.plan,
    );
    const reason = driftReason(differences);
    const moved = await moveTarget({
      change,
      target: current,
      event: 'drifted',
      reason,
      columns: planColumns(made.plan, change.now),
    });
    if (!moved) {
      return;
    }
    await savePlannedSteps({ ...made, change, targetId });
    saved = true;
    const now = new Date(change.now);
    const { approval } = session.session.spec;
    await insertApproval({
      change,
      approval: {
        id: newId(now),
        kind: 'drift',
        targetId,
        hash: made.plan.hash,
        message: reason,
        policy: approvalPolicyOf(approval),
        changes: changesWithDrift(made.plan.changes, differences),
        expiresAt: approvalExpiry(approval, now).toISOString(),
      },
    });
  });
  if (made && saved) {
    await appendPlanLines(session, made);
  }
}

/** A plan that is no longer possible cannot be approved: it blocks, and says why. */
async function planFromTheBeginning(
  change: RunChange,
  target: TargetRecord,
): Promise<void> {
  const state = await moveTarget({ change, target, event: 'drifted' });
  if (state) {
    await moveTarget({
      change,
      target: { ...target, state },
      event: 'rechecked',
      columns: { approved_hash: null, recheck: false },
    });
  }
}
