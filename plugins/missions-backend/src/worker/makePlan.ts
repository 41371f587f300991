import type { TargetRecord } from '../store';
import type { MadePlan } from './PlanDraft';
import { planTarget } from './planTarget';
import { planUndo } from './planUndo';
import { appendTo } from './StepLogWriter';
import type { TargetSession } from './TargetSession';

/** What the target would do now: the mission's steps, or what its undo takes back. */
export function makePlan(
  session: TargetSession,
  target: TargetRecord,
): Promise<MadePlan> {
  return session.session.run.undoOf
    ? planUndo(session, target)
    : planTarget(session, target);
}

/** What reads logged while planning, now that their steps are there. */
export async function appendPlanLines(
  session: TargetSession,
  { lines = new Map() }: MadePlan,
): Promise<void> {
  for (const [stepId, told] of lines) {
    if (told.length > 0) {
      await appendTo(session.store, session.lease, stepId)(told);
    }
  }
}
