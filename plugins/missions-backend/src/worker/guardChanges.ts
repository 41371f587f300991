import {
  errorCatalogue,
  MissionError,
  type ObjectRef,
  type PlannedChange,
  type TargetPlan,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { WriteRefusal } from '@mission-control/plugin-missions-node';
import type { TargetSession } from './TargetSession';

/** Fields of a message before it says how many more there are. */
const MAX_NAMED = 5;

/**
 * Why changes that were planned while the run goes on must not be asked for:
 * one belongs to another owner, and an approval would not change that.
 */
export function conflictAmong(
  changes: readonly Omit<PlannedChange, 'stepId'>[],
): MissionError | undefined {
  const found = changes.filter(change => change.kind === 'conflict');
  return found.length > 0
    ? new MissionError(
        'PLAN_CONFLICT',
        found.map(change => conflict(change).message).join('; '),
        {
          object: found[0].object,
          remedy:
            'Have the owner give it up and try again, or take it over by an explicit line of the mission in a new run.',
        },
      )
    : undefined;
}

/** What stands in the way of a plan: another owner, drift, a guard, a missing key. */
export function guardChanges(
  session: TargetSession,
  draft: { readonly problems: NonNullable<TargetPlan['problems']> },
  stepId: string,
  changes: readonly PlannedChange[],
): void {
  const undoes = session.session.run.undoOf !== undefined;
  const refused = new Map<string, Refused>();
  for (const change of changes) {
    if (change.kind === 'conflict') {
      draft.problems.push({
        stepId,
        code: 'PLAN_CONFLICT',
        ...(undoes ? undoConflict(change) : conflict(change)),
      });
      continue;
    }
    const refusal = refusalOf(session, change);
    if (refusal) {
      const { objects } = refused.get(refusal.message) ?? { objects: [] };
      refused.set(refusal.message, {
        refusal,
        objects: [...objects, change.object],
      });
    }
  }
  for (const { refusal, objects } of refused.values()) {
    draft.problems.push({
      stepId,
      code: refusal.code,
      message: refusedWords(refusal, objects),
      remedy: errorCatalogue[refusal.code].remedy,
    });
  }
}

/** Why changes must not be asked for while the run goes on: a guard refuses them. */
export function refusalAmong(
  session: TargetSession,
  changes: readonly Omit<PlannedChange, 'stepId'>[],
): MissionError | undefined {
  for (const change of changes) {
    const refusal = refusalOf(session, change);
    if (refusal) {
      const { object } = change;
      return new MissionError(refusal.code, refusedWords(refusal, [object]), {
        object,
      });
    }
  }
  return undefined;
}

/** Objects that are refused for the same reason. */
interface Refused {
  readonly refusal: WriteRefusal;
  readonly objects: readonly ObjectRef[];
}

function refusalOf(
  session: TargetSession,
  { kind, object, verb }: Omit<PlannedChange, 'stepId'>,
): WriteRefusal | undefined {
  return kind === 'noop' || kind === 'external'
    ? undefined
    : session.writeRefusal(object, verb ?? kind);
}

function refusedWords(
  { message }: WriteRefusal,
  [first, ...rest]: readonly ObjectRef[],
): string {
  const more = rest.length > 0 ? ` and ${rest.length} more` : '';
  return `${nameOfObject(first)}${more}: ${message}`;
}

interface Words {
  readonly message: string;
  readonly remedy: string;
}

function conflict(change: Omit<PlannedChange, 'stepId'>): Words {
  const owner = change.conflictWith ?? 'somebody else';
  return {
    message: `${nameOfObject(change.object)} is managed by ${owner}${fieldsOf(
      change,
      owner,
    )}`,
    remedy: errorCatalogue.PLAN_CONFLICT.remedy,
  };
}

/** The fields that would be changed, where the owner's words do not name them. */
function fieldsOf(
  { fields = [] }: Pick<PlannedChange, 'fields'>,
  owner: string,
): string {
  const paths = fields
    .map(({ path }) => path)
    .filter(path => !owner.includes(path));
  const more = paths.length - MAX_NAMED;
  return paths.length > 0
    ? `; it is about ${paths.slice(0, MAX_NAMED).join(', ')}${
        more > 0 ? ` and ${more} more` : ''
      }`
    : '';
}

/**
 * An undo conflicts with what happened since, or with what the cluster refuses:
 * the note says what, who and when. `takeOver: false` says that it can only be
 * left as it is.
 */
function undoConflict(change: PlannedChange): Words {
  const { conflictWith = 'somebody else', note, verb, uid, takeOver } = change;
  const name = nameOfObject(change.object);
  if (takeOver === false) {
    return {
      message: `${name} cannot be ${undoneAs(verb)}: ${note ?? conflictWith}`,
      remedy:
        'Choose to leave this object as it is (keepDrift in the API, with its target); the choice makes a new plan. Or put right what is said here, and check again.',
    };
  }
  if (verb === 'create' && !uid) {
    return {
      message: `${name} cannot be made anew: ${note ?? conflictWith}`,
      remedy:
        'Choose to leave it away (keepDrift in the API, with its target); the choice makes a new plan.',
    };
  }
  return {
    message: `${name} is not as the run left it: ${
      note ?? `it belongs to ${conflictWith} now`
    }`,
    remedy:
      verb === 'create'
        ? 'Choose to keep this object as it is (keepDrift in the API, with its target); to have the earlier one back, delete this one first and start the undo again.'
        : 'Choose for this object: keep it as it is now, or overwrite it. The choice makes a new plan (keepDrift and overwriteDrift in the API, with its target).',
  };
}

/** What an undo would have done to an object. */
function undoneAs(verb: string | undefined): string {
  switch (verb) {
    case 'create':
      return 'made anew';
    case 'delete':
      return 'deleted';
    default:
      return 'put back';
  }
}
