import {
  type ChosenObject,
  MissionError,
  type ObjectRef,
  sameObject,
  type UndoRequest,
  nameOfObject,
} from '@mission-control/plugin-missions-common';

/** Names of a message before it says how many more there are. */
const MAX_NAMED = 10;

/** A choice about an object on one target. */
type OnTarget = ChosenObject & { target: string };

/** What was chosen about drift, each for the one target that it is about. */
export interface DriftChosen {
  overwriteDrift: OnTarget[];
  keepDrift: OnTarget[];
}

/**
 * Reads what a request chooses about drift. A choice that names no target means
 * the only one. Throws INPUT_INVALID for one that could mean several, for a
 * target that the undo has not, for an object that the run did not change there,
 * and for one that is to be kept and overwritten on the same target.
 */
export function chooseDrift(options: {
  runId: string;
  /** Targets of the undo. */
  targets: readonly string[];
  /** What there is to take back, and where. */
  changed: readonly { targetId: string; object: ObjectRef }[];
  request: Pick<UndoRequest, 'overwriteDrift' | 'keepDrift'>;
}): DriftChosen {
  const { runId, targets, changed, request } = options;
  const read = (field: 'overwriteDrift' | 'keepDrift') =>
    (request[field] ?? []).map((choice, index) => {
      const place = `${field}[${index}]`;
      const target = targetOf({ choice, place, targets });
      const there = changed
        .filter(({ targetId }) => targetId === target)
        .map(({ object }) => object);
      if (!there.some(object => sameObject(object, choice))) {
        throw new MissionError(
          'INPUT_INVALID',
          `${place}: run ${runId} did not change ${nameOf(
            choice,
          )} on target '${target}', so there is nothing to choose about it`,
          {
            remedy:
              there.length > 0
                ? `Name objects of the run's journal on '${target}': ${naming(
                    there,
                  )}.`
                : `Leave this choice out: the run has nothing to take back on '${target}'.`,
            object: refOf(choice),
          },
        );
      }
      return { ...choice, target };
    });
  const overwriteDrift = read('overwriteDrift');
  const keepDrift = read('keepDrift');
  const both = keepDrift.find(kept =>
    overwriteDrift.some(
      other => other.target === kept.target && sameObject(other, kept),
    ),
  );
  if (both) {
    throw new MissionError(
      'INPUT_INVALID',
      `${nameOf(both)} on target '${
        both.target
      }' is in overwriteDrift and in keepDrift`,
      {
        remedy: 'Name each object of a target in one of them.',
        object: refOf(both),
      },
    );
  }
  return { overwriteDrift, keepDrift };
}

function targetOf(options: {
  choice: ChosenObject;
  place: string;
  targets: readonly string[];
}): string {
  const { choice, place, targets } = options;
  const { target = targets.length === 1 ? targets[0] : undefined } = choice;
  if (target === undefined) {
    throw new MissionError(
      'INPUT_INVALID',
      `${place}: this undo has ${
        targets.length
      } targets, and the choice about ${nameOf(choice)} does not say for which`,
      {
        remedy: `Name the target of each choice (target), one of: ${listed(
          targets,
        )}.`,
        object: refOf(choice),
      },
    );
  }
  if (!targets.includes(target)) {
    throw new MissionError(
      'INPUT_INVALID',
      `${place}: this undo has no target '${target}'`,
      {
        remedy: `Name a target of this undo: ${listed(targets)}.`,
        object: refOf(choice),
      },
    );
  }
  return target;
}

function refOf({ target: _, ...object }: ChosenObject): ObjectRef {
  return object;
}

function nameOf(object: ObjectRef): string {
  return `${nameOfObject(object)} (${object.apiVersion})`;
}

/** Names objects in a message, each once. */
export function naming(objects: readonly ObjectRef[]): string {
  return listed([...new Set(objects.map(nameOf))]);
}

function listed(names: readonly string[]): string {
  const more = names.length - MAX_NAMED;
  return `${names.slice(0, MAX_NAMED).join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}
