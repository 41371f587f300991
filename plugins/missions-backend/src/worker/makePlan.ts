import type { TargetRecord } from '../store';
import { ClusterWatch } from './ClusterWatch';
import { type MadePlan, PlanDraft } from './PlanDraft';
import { planTarget } from './planTarget';
import { planUndo } from './planUndo';
import { appendTo } from './StepLogWriter';
import type { TargetSession } from './TargetSession';

/** The check of the preflight that pins who the cluster is. */
const WHO = 'cluster-identity';

/**
 * What the target would do now: the mission's steps, or what its undo takes
 * back. What another cluster answered than the pinned one is no plan at all.
 */
export async function makePlan(
  session: TargetSession,
  target: TargetRecord,
): Promise<MadePlan> {
  const watch = ClusterWatch.start(session, target);
  try {
    const before = await watch.ask();
    const made = before ? undefined : await planNow(session, target);
    const change = before ?? (await watch.ask());
    if (!change) {
      return made!;
    }
    const nothing = new PlanDraft();
    nothing.fail(session, WHO, change);
    return nothing.finish(session, target);
  } finally {
    watch.stop();
  }
}

function planNow(
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
