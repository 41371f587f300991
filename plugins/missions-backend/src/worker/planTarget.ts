import {
  type MissionStep,
  stepNeeds,
} from '@mission-control/plugin-missions-common';
import { deferredEach } from '../engine';
import type { TargetRecord } from '../store';
import { deferStep } from './deferStep';
import { eachEntriesOf } from './eachEntriesOf';
import { NO_ENTRIES } from './expandStep';
import { learnDerived } from './evaluateInRun';
import { isEngineFailure } from './isEngineFailure';
import { type MadePlan, PlanDraft } from './PlanDraft';
import { stepRow } from './plannedIteration';
import { planIteration } from './planIteration';
import { scopeOf } from './RunSession';
import type { TargetSession } from './TargetSession';

/**
 * Plans every step of the mission on one target, in order: reads that depend
 * on no write are run, writes are dry-run by their action, and what cannot be
 * known yet is deferred. A step that cannot be planned, or that another owner
 * stands in the way of, ends the plan. A guard does not: the plan shows all
 * that would be written, and each refusal.
 */
export async function planTarget(
  session: TargetSession,
  target: TargetRecord,
): Promise<MadePlan> {
  const { steps } = session.session.spec;
  const draft = new PlanDraft(stepNeeds(steps, target.role));
  await learnDerived(session, scopeOf(session.session, target));
  for (const step of steps) {
    if (step.role !== undefined && step.role !== target.role) {
      continue;
    }
    try {
      await planStep(session, target, draft, step);
    } catch (error) {
      if (session.held.signal.aborted || isEngineFailure(error)) {
        throw error;
      }
      draft.fail(session, step.id, error);
      break;
    }
    if (draft.problems.some(({ code }) => code === 'PLAN_CONFLICT')) {
      break;
    }
  }
  return draft.finish(session, target);
}

async function planStep(
  session: TargetSession,
  target: TargetRecord,
  draft: PlanDraft,
  step: MissionStep,
): Promise<void> {
  const action = session.registry.action(step.action);
  if (step.each === undefined) {
    await planIteration({ session, target, draft, step, action });
    return;
  }
  const unknown = deferredEach(step, draft.before(step));
  if (unknown) {
    deferStep({ session, target, draft, step, action }, unknown);
    return;
  }
  const { outputs } = draft;
  const scope = scopeOf(session.session, target, { outputs });
  const entries = eachEntriesOf(step, scope, session.session);
  for (const { item } of entries) {
    await planIteration({ session, target, draft, step, action, item });
  }
  if (entries.length === 0) {
    draft.steps.push({
      ...stepRow({ session, target, draft, step, action }),
      state: 'skipped',
      skipReason: NO_ENTRIES,
    });
  }
}
