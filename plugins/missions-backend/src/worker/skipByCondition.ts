import {
  type MissionStep,
  evaluateCondition,
} from '@mission-control/plugin-missions-common';
import { type StepRecord, type TargetRecord, moveStep } from '../store';
import { isEngineFailure } from './isEngineFailure';
import { scopeOfStep } from './stepScope';
import type { TargetSession } from './TargetSession';

/** Skips a step whose condition is false; answers whether it did. */
export async function skipByCondition(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  source: MissionStep,
): Promise<boolean> {
  const condition = source.if!;
  let holds = true;
  try {
    const scope = await scopeOfStep(session, target, source, step.item);
    holds = evaluateCondition(condition, scope, session.session.derived);
  } catch (error) {
    if (isEngineFailure(error)) {
      throw error;
    }
    // The same error comes again when the step is prepared, and fails it there.
  }
  if (!holds) {
    await session.commit(
      async change => {
        await moveStep({
          change,
          targetId: step.targetId,
          stepId: step.stepId,
          event: 'condition_false',
          fence: session.lease.fence,
          columns: { skip_reason: `The condition "${condition}" is false` },
        });
      },
      { later: true },
    );
  }
  return !holds;
}
