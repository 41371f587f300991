import type { MissionStep } from '@mission-control/plugin-missions-common';
import {
  type StepRecord,
  type TargetRecord,
  moveStep,
  putEntries,
} from '../store';
import { eachEntriesOf } from './eachEntriesOf';
import { scopeOfStep } from './stepScope';
import type { TargetSession } from './TargetSession';

/** Why a step without entries is skipped. */
export const NO_ENTRIES = 'There is no entry to run it for';

/** A step with `each` whose entries were not known when it was planned. */
export function isUnexpanded(
  step: StepRecord,
  source: MissionStep | undefined,
): source is MissionStep {
  return source?.each !== undefined && step.item === undefined;
}

/** Puts the entries of such a step in its place, now that they are known. */
export async function expandStep(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  source: MissionStep,
): Promise<void> {
  const scope = await scopeOfStep(session, target, source);
  const entries = eachEntriesOf(source, scope, session.session);
  await session.commit(async (change, current) => {
    if (current.state !== 'running') {
      return;
    }
    if (entries.length > 0) {
      await putEntries({ change, step, entries });
      return;
    }
    await moveStep({
      change,
      targetId: step.targetId,
      stepId: step.stepId,
      event: 'condition_false',
      fence: session.lease.fence,
      columns: { skip_reason: NO_ENTRIES },
    });
  });
}
