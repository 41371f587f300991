import type { PlannedChange } from '@mission-control/plugin-missions-common';
import { undoOrder } from '../engine';
import { type TargetRecord, readJournal, readSteps } from '../store';
import { extend } from './extend';
import { guardChanges } from './guardChanges';
import { loadUndoneStep } from './loadUndoneStep';
import { type MadePlan, PlanDraft, toChanges } from './planTarget';
import type { TargetSession } from './TargetSession';

/**
 * Plans how a run is taken back on one target: its journalled steps, newest
 * first, each by its action's own undo. What an action cannot take back is
 * named in the plan.
 */
export async function planUndo(
  session: TargetSession,
  target: TargetRecord,
): Promise<MadePlan> {
  const { store } = session;
  const draft = new PlanDraft();
  const undoOf = session.session.run.undoOf!;
  const { targetId } = target;
  const steps = await readSteps({ tx: store.db, runId: undoOf, targetId });
  const journal = await readJournal({ tx: store.db, runId: undoOf, targetId });
  for (const { step } of undoOrder(steps, journal)) {
    try {
      const undone = await loadUndoneStep(session, target, step);
      const { undo, input, records, output, overwriteDrift } = undone;
      const row = {
        stepId: step.stepId,
        sourceId: step.sourceId,
        item: step.item,
        name: `Undo: ${step.name.replace(/^Undo: /, '')}`,
        action: step.action,
        effect: 'write' as const,
        input: step.input,
      };
      if (!undo) {
        draft.changes.push(
          ...cannotUndo(step.stepId, records, undone.irreversible),
        );
        draft.steps.push({
          ...row,
          state: 'skipped',
          skipReason: undone.irreversible,
        });
        continue;
      }
      const planned = await undo.plan(
        extend(session.base({ target, stepId: step.stepId, input }), {
          earlier: [...draft.changes],
          records,
          output,
          overwriteDrift,
        }),
      );
      const changes = toChanges(
        session,
        undefined,
        step.stepId,
        planned.changes,
      );
      guardChanges(session, draft, step.stepId, changes);
      draft.changes.push(...changes);
      draft.steps.push({ ...row, state: 'pending' });
    } catch (error) {
      if (session.held.signal.aborted) {
        throw error;
      }
      draft.fail(session, step.stepId, error);
    }
    if (draft.problems.length > 0) {
      break;
    }
  }
  return draft.finish(session, target);
}

function cannotUndo(
  stepId: string,
  records: readonly { object: PlannedChange['object']; verb: string }[],
  reason: string,
): PlannedChange[] {
  return records.map(({ object, verb }) => ({
    stepId,
    kind: 'noop',
    object,
    verb,
    note: reason,
  }));
}
