import {
  type ObjectRef,
  roleStepsOf,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  MissionAction,
  UndoneRun,
} from '@mission-control/plugin-missions-node';
import {
  type StepRecord,
  type TargetRecord,
  type UndoChoice,
  deletedByRun,
  isSomethingLeft,
  madeByRun,
  openJournal,
  readStepChildren,
  writtenSince,
} from '../store';
import { STEP_API_VERSION } from './deferStep';
import { evaluateInRun } from './evaluateInRun';
import { parseInput } from './parseInput';
import { loadOutputs } from './RunSession';
import { idempotencyKeyOf } from './stepContext';
import { loadScope } from './stepScope';
import type { TargetSession } from './TargetSession';

/** A step of the original, opened, for its action's undo. */
export interface UndoneStep extends UndoneRun {
  readonly action: MissionAction;
  /** How it is taken back: by the mission's own words, else by its action; undefined: not at all. */
  readonly undo: MissionAction['undo'];
  readonly input: any;
  /** Newest first. */
  readonly records: readonly JournalRecord[];
  readonly output: Record<string, unknown>;
  /** What a person chose to overwrite on this target. */
  readonly overwriteDrift: readonly ObjectRef[];
  /** What a person chose to leave as it is now on this target. */
  readonly keepDrift: readonly ObjectRef[];
  /** Why it stays, when the action has no undo. */
  readonly irreversible: string;
}

/**
 * Opens a step that an undo takes back. Its input is evaluated again from the
 * mission that began the chain: what is kept of it is masked.
 */
export async function loadUndoneStep(
  session: TargetSession,
  target: TargetRecord,
  step: Pick<StepRecord, 'stepId' | 'sourceId' | 'item' | 'action'>,
): Promise<UndoneStep> {
  const { store, registry } = session;
  const { run, origin, spec } = session.session;
  const { targetId } = target;
  const outputs = await loadOutputs(store, origin.id, targetId);
  const source = spec.steps.find(item => item.id === step.sourceId);
  const own = registry.action(step.action);
  const scope = await loadScope(session, target, {
    reads: source ? roleStepsOf(source) : [],
    each: step.item,
  });
  const journal = {
    tx: store.db,
    sealer: store.sealer,
    runId: run.undoOf!,
    targetId,
  };
  const records = await withStartedRuns(
    { ...journal, stepId: step.stepId },
    await openJournal({ ...journal, stepId: step.stepId }),
  );
  const output = outputs[step.sourceId]?.output as
    | Record<string, any>
    | undefined;
  const other = source?.undo && registry.action(source.undo.action);
  const action = other ?? own;
  return {
    action,
    undo: other ? undoBy(other) : own.undo,
    input: parseInput(
      action.schema.input,
      await evaluateInRun(
        session,
        (other ? source!.undo!.input : source?.input) ?? {},
        scope,
      ),
      `Step '${step.stepId}'`,
    ),
    records: records
      .filter(record => record.state === 'intent' || record.state === 'done')
      .reverse(),
    output: { ...(step.item ? output?.[step.item.key] : output) },
    madeByRun: (object, uid) => madeByRun({ ...journal, object, uid }),
    deletedByRun: (object, uid) => deletedByRun({ ...journal, object, uid }),
    writtenSince: object =>
      writtenSince({ ...journal, stepId: step.stepId, object }),
    undoneKey: idempotencyKeyOf({ ...journal, stepId: step.stepId }),
    isLeftOfChild: runId => isSomethingLeft({ tx: store.db, runId }),
    overwriteDrift: chosenOn(run.undo, targetId, 'overwriteDrift'),
    keepDrift: chosenOn(run.undo, targetId, 'keepDrift'),
    irreversible:
      source?.irreversible ?? `Action '${own.id}' cannot take back what it did`,
  };
}

/**
 * What a person chose about one target. A choice that names none is of an old
 * version, and counts only where it can mean no other.
 */
function chosenOn(
  undo: UndoChoice | undefined,
  targetId: string,
  field: 'overwriteDrift' | 'keepDrift',
): ObjectRef[] {
  const only = undo?.targets.length === 1 ? undo.targets[0] : undefined;
  return (undo?.[field] ?? [])
    .filter(({ target = only }) => target === targetId)
    .map(({ target: _, ...object }) => object);
}

/** An action that a mission names to take a step back does so by its plain run. */
function undoBy(action: MissionAction): MissionAction['undo'] {
  return {
    description: action.description,
    plan: async ctx => (action.plan ? action.plan(ctx) : { changes: [] }),
    run: async ctx => {
      await action.run(ctx);
    },
  };
}

/**
 * A start that was never confirmed may have started a run: the one of the step
 * that no other record names.
 */
async function withStartedRuns(
  step: Parameters<typeof readStepChildren>[0],
  records: readonly JournalRecord[],
): Promise<JournalRecord[]> {
  const isOpenStart = ({ state, object }: JournalRecord) =>
    state === 'intent' &&
    object.apiVersion === STEP_API_VERSION &&
    object.kind === 'Mission';
  if (!records.some(isOpenStart)) {
    return [...records];
  }
  const named = records.map(({ after }) => after?.metadata?.name);
  const unnamed = (await readStepChildren(step)).filter(
    runId => !named.includes(runId),
  );
  return records.map(record => {
    const name = isOpenStart(record) ? unnamed.shift() : undefined;
    return name
      ? {
          ...record,
          after: {
            apiVersion: STEP_API_VERSION,
            kind: 'Run',
            metadata: { name },
          },
        }
      : record;
  });
}
