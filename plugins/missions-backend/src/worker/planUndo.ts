import {
  type ObjectRef,
  type PlannedChange,
  sameObject,
} from '@mission-control/plugin-missions-common';
import { silentLimitOf, undoName, undoOrder } from '../engine';
import { type TargetRecord, readJournal, readSteps } from '../store';
import { extend } from './extend';
import { guardChanges } from './guardChanges';
import { isEngineFailure } from './isEngineFailure';
import { askWithin } from './leaveBehind';
import { loadUndoneStep } from './loadUndoneStep';
import { type MadePlan, PlanDraft } from './PlanDraft';
import { staysAsIs } from './staysAsIs';
import { toChanges } from './toChanges';
import type { TargetSession } from './TargetSession';

/**
 * Plans how a run is taken back on one target: its journalled steps, newest
 * first, each by its action's own undo. What an action cannot take back is
 * named in the plan. What changed since waits for a person's choice, all of it
 * in one plan: such an object is kept as it is, or overwritten. What a guard
 * refuses is shown with the refusal.
 *
 * @remarks Only a step that cannot be planned at all ends it. What is older is
 * planned from what the newer leaves: without that, the run's own later writes
 * would look like somebody's, and people would be asked to choose about them.
 */
export async function planUndo(
  session: TargetSession,
  target: TargetRecord,
): Promise<MadePlan> {
  const { store } = session;
  const draft = new PlanDraft();
  const undecided: Pick<PlanDraft, 'problems'> = { problems: [] };
  const { run, spec } = session.session;
  const undoOf = run.undoOf!;
  const timeoutOf = (sourceId: string) =>
    spec.steps.find(({ id }) => id === sourceId)?.timeout;
  const { targetId } = target;
  const steps = await readSteps({ tx: store.db, runId: undoOf, targetId });
  const journal = await readJournal({ tx: store.db, runId: undoOf, targetId });
  for (const { step } of undoOrder(steps, journal)) {
    try {
      const undone = await loadUndoneStep(session, target, step);
      const { undo, input, records, output } = undone;
      const { overwriteDrift, keepDrift } = undone;
      const { madeByRun, deletedByRun, isLeftOfChild } = undone;
      const { writtenSince, undoneKey } = undone;
      const row = {
        stepId: step.stepId,
        sourceId: step.sourceId,
        item: step.item,
        name: undoName(step.name),
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
      const who = `The plan of the undo of action '${step.action}'`;
      const { stepId } = step;
      const planned = await askWithin({
        who,
        limitMs: silentLimitOf(timeoutOf(step.sourceId)),
        signal: session.held.signal,
        ask: async signal =>
          undo.plan(
            extend(
              session.base({ target, stepId, writes: { who }, input, signal }),
              {
                earlier: [...draft.changes],
                once: draft.once,
                records,
                output,
                overwriteDrift,
                keepDrift,
                madeByRun,
                deletedByRun,
                isLeftOfChild,
                writtenSince,
                undoneKey,
              },
            ),
          ),
      });
      const changes = toChanges(
        session,
        undefined,
        step.stepId,
        planned.changes,
      ).map(change => keptByChoice(change, keepDrift));
      draft.changes.push(...changes);
      const [open, settled] = split(changes);
      guardChanges(session, undecided, step.stepId, open);
      guardChanges(session, draft, step.stepId, settled);
      draft.steps.push({ ...row, state: 'pending' });
    } catch (error) {
      if (session.held.signal.aborted || isEngineFailure(error)) {
        throw error;
      }
      draft.fail(session, step.stepId, error);
      break;
    }
  }
  draft.problems.push(...undecided.problems);
  return draft.finish(session, target);
}

/** What waits for a choice, and the rest. */
function split(changes: readonly PlannedChange[]) {
  const isOpen = ({ kind }: PlannedChange) => kind === 'conflict';
  return [
    changes.filter(isOpen),
    changes.filter(change => !isOpen(change)),
  ] as const;
}

/** What a person chose to keep stays, whatever the action would do with it. */
function keptByChoice(
  change: PlannedChange,
  kept: readonly ObjectRef[],
): PlannedChange {
  if (
    change.kind === 'noop' ||
    !kept.some(object => sameObject(object, change.object))
  ) {
    return change;
  }
  return staysAsIs(change, 'Stays as it is now, by choice');
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
