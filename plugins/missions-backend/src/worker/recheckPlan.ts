import {
  type RunChange,
  type TargetRecord,
  approvedPlanColumns,
  moveTarget,
  readSteps,
  savePlannedSteps,
} from '../store';
import { makePlan } from './makePlan';
import { settlePlan } from './settlePlan';
import type { TargetSession } from './TargetSession';

/**
 * Plans again before the first write of a target whose plan is old. The same
 * hash goes on; another one waits for an approval of the new plan.
 */
export async function recheckPlan(
  session: TargetSession,
  target: TargetRecord,
): Promise<void> {
  const { store } = session;
  const { runId, targetId } = session.lease;
  const begun = (await readSteps({ tx: store.db, runId, targetId })).some(
    step => step.effect === 'write' && step.attempt > 0,
  );
  const made = begun ? undefined : await makePlan(session, target);
  await session.commit(async (change, current) => {
    if (made?.plan.problems) {
      await planFromTheBeginning(change, current);
      return;
    }
    if (made && made.plan.hash !== current.approvedHash) {
      const settled = { session, change, target: current, made };
      await settlePlan({ ...settled, event: 'drifted' });
      return;
    }
    await change.setTarget(targetId, { recheck: false });
    if (made && current.planHash !== current.approvedHash) {
      // Another one was made and asked for meanwhile.
      await change.setTarget(
        targetId,
        approvedPlanColumns(change, current, made.plan),
      );
      await savePlannedSteps({ ...made, change, targetId });
    }
  });
}

/**
 * A plan that is no longer possible cannot be approved: it blocks, and says
 * why. What was approved stays known, for the plan that is possible again.
 */
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
      columns: { recheck: false },
    });
  }
}
