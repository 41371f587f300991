import { MissionError } from '@mission-control/plugin-missions-common';
import { touchesOf } from '../engine';
import { type TargetRecord, findRivals, whatRivalDoes } from '../store';
import { ClusterWatch } from './ClusterWatch';
import { type MadePlan, PlanDraft } from './PlanDraft';
import { planTarget } from './planTarget';
import { planUndo } from './planUndo';
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
      return await withRivals(session, target, made!);
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

/**
 * What does not wait for runs that change the same objects is blocked by them,
 * and names them: an undo, and a mission that says so. A target that has its
 * turn goes before them.
 */
async function withRivals(
  session: TargetSession,
  target: TargetRecord,
  made: MadePlan,
): Promise<MadePlan> {
  const { run, spec } = session.session;
  const waits = run.undoOf === undefined && spec.overlap !== 'refuse';
  const touches = touchesOf(made.plan.changes);
  if (waits || run.planOnly || target.turn || touches.length === 0) {
    return made;
  }
  const rivals = await session.store.transaction(async tx => {
    const found = await findRivals({
      change: { open: async () => tx, run },
      targets: [target],
      touches: new Map([[target.targetId, touches]]),
    });
    return found.get(target.targetId) ?? [];
  });
  if (rivals.length === 0) {
    return made;
  }
  const draft = new PlanDraft();
  draft.fail(
    session,
    made.plan.changes[0].stepId,
    new MissionError('RUN_OVERLAPS', sentenceOf(whatRivalDoes(rivals))),
  );
  return { ...made, plan: { ...made.plan, problems: draft.problems } };
}

function sentenceOf(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
