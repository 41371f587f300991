import {
  isTerminal,
  isWaitingForChoice,
  type ChosenObject,
  type ClusterRef,
  type ObjectRef,
  type Plan,
  type PlannedChange,
  type Run,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import { objectName } from '@mission-control/plugin-missions-react';

/** What becomes of an object that changed since the run. */
export type DriftChoice = 'keep' | 'overwrite';

/** One object on one cluster that is no longer as the run left it. */
export interface DriftedObject {
  key: string;
  object: ObjectRef;
  /** The target that it is on, and the only one that the choice is about. */
  targetId: string;
  cluster: ClusterRef;
  /** Undo can put its own state over it. */
  mayOverwrite: boolean;
  /** It cannot be taken back, whether somebody changed it or not: the API server refuses that, or there is no place for it. */
  refused: boolean;
  /** Undo would delete it: the run created it. */
  deletes: boolean;
  changes: readonly PlannedChange[];
}

/** Keys of the objects that shall be overwritten; all others are kept. */
export type Overwritten = ReadonlySet<string>;

/** What waits for a choice in the plan of an undo. */
export function driftedObjects(plan: Plan): DriftedObject[] {
  return collect(plan, change => change.kind === 'conflict');
}

/** What stays as it is in the plan of an undo, because somebody chose so. */
export function keptObjects(plan: Plan): DriftedObject[] {
  return collect(
    plan,
    change => change.kind === 'noop' && change.takeOver === false,
  );
}

/** Whether a choice is still taken: the undo waits for one, and no cluster is on the move. */
export function isChoiceOpen(run: Run): boolean {
  return (
    run.undoOf !== undefined &&
    !isTerminal(run.state) &&
    isWaitingForChoice(run.targetsDetail.map(({ state }) => state))
  );
}

/** Clusters on which the undo is not done. */
function left(run: Run): string[] {
  return run.targetsDetail
    .filter(({ state }) => state !== 'succeeded')
    .map(({ id }) => id);
}

/** The undo with these choices; earlier ones stay. */
export function choiceRequest(options: {
  run: Run;
  drifted: readonly DriftedObject[];
  kept: readonly DriftedObject[];
  overwritten: Overwritten;
  reason?: string;
}): UndoRequest {
  const { run, drifted, kept, overwritten, reason } = options;
  const targets = left(run);
  const chosen = (objects: readonly DriftedObject[]): ChosenObject[] =>
    objects
      .filter(({ targetId }) => targets.includes(targetId))
      .map(({ object, targetId }) => ({ ...object, target: targetId }));
  const overwrite = drifted.filter(({ key }) => overwritten.has(key));
  const keep = drifted.filter(({ key }) => !overwritten.has(key));
  return {
    targets,
    overwriteDrift: chosen(overwrite),
    keepDrift: chosen([...kept, ...keep]),
    ...(reason ? { reason } : {}),
  };
}

function collect(
  plan: Plan,
  wanted: (change: PlannedChange) => boolean,
): DriftedObject[] {
  const found = new Map<string, DriftedObject>();
  for (const { targetId, cluster, changes } of plan.targets) {
    for (const change of changes.filter(wanted)) {
      const { object } = change;
      const key = `${targetId} ${object.apiVersion} ${objectName(object)}`;
      const before = found.get(key);
      found.set(key, {
        key,
        object,
        targetId,
        cluster: cluster ?? { name: targetId },
        mayOverwrite:
          change.verb !== 'create' &&
          !isRefused(change) &&
          (before?.mayOverwrite ?? true),
        refused: isRefused(change) || (before?.refused ?? false),
        deletes: change.verb === 'delete' || (before?.deletes ?? false),
        changes: [...(before?.changes ?? []), change],
      });
    }
  }
  return [...found.values()];
}

/** Else what is made anew finds another object in its place. */
function isRefused({ kind, verb, uid, takeOver }: PlannedChange): boolean {
  return (
    kind === 'conflict' && (takeOver === false || (verb === 'create' && !uid))
  );
}
