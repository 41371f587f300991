import {
  isAtRest,
  isTerminal,
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

/** One object that is no longer as the run left it, on every cluster where that is so. */
export interface DriftedObject {
  key: string;
  object: ObjectRef;
  /** Undo can put its own state over it. */
  mayOverwrite: boolean;
  places: readonly { cluster: ClusterRef; change: PlannedChange }[];
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

/** Whether a person can still choose: the undo goes on, but no cluster is on the move. */
export function isChoiceOpen(run: Run): boolean {
  return (
    run.undoOf !== undefined &&
    !isTerminal(run.state) &&
    run.targetsDetail.every(({ state }) => isAtRest(state))
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
  const refs = (objects: readonly DriftedObject[]) =>
    objects.map(({ object }) => object);
  const overwrite = drifted.filter(({ key }) => overwritten.has(key));
  const keep = drifted.filter(({ key }) => !overwritten.has(key));
  return {
    targets: left(run),
    overwriteDrift: refs(overwrite),
    keepDrift: refs([...kept, ...keep]),
    ...(reason ? { reason } : {}),
  };
}

function collect(
  plan: Plan,
  wanted: (change: PlannedChange) => boolean,
): DriftedObject[] {
  const found = new Map<string, DriftedObject>();
  for (const target of plan.targets) {
    for (const change of target.changes.filter(wanted)) {
      const key = `${change.object.apiVersion} ${objectName(change.object)}`;
      const before = found.get(key);
      const place = {
        cluster: target.cluster ?? { name: target.targetId },
        change,
      };
      found.set(key, {
        key,
        object: change.object,
        // Another object under the same name is never overwritten.
        mayOverwrite:
          change.verb !== 'create' && (before?.mayOverwrite ?? true),
        places: [...(before?.places ?? []), place],
      });
    }
  }
  return [...found.values()];
}
