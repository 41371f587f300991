import {
  MissionError,
  nameOfObject,
  type ObjectRef,
  type PlannedChange,
  sameObject,
} from '@mission-control/plugin-missions-common';

/**
 * Why an intent is not what people approved for its step, or undefined when it
 * is: the plan has to show the object as one that is written, and as deleted
 * when the intent deletes. What is sent, the action compares itself.
 * @public
 */
export function unapprovedWrite(
  approved: readonly PlannedChange[],
  intent: { readonly verb: string; readonly object: ObjectRef },
): MissionError | undefined {
  const { verb, object } = intent;
  const shown = approved.filter(change => sameObject(change.object, object));
  const why = whyUnapproved(shown, verb);
  return why === undefined
    ? undefined
    : new MissionError(
        'WRITE_NOT_APPROVED',
        `'${verb}' of ${nameOfObject(object)} was not approved: ${why}`,
        { object },
      );
}

/**
 * Whether an intent is one to delete its object: by its verb, or because the
 * approved changes under that verb all are deletions.
 * @public
 */
export function isDeletion(
  approved: readonly PlannedChange[],
  { verb, object }: { readonly verb: string; readonly object: ObjectRef },
): boolean {
  const meant = approved.filter(
    change =>
      isWritten(change) &&
      sameObject(change.object, object) &&
      (change.verb ?? verb) === verb,
  );
  return (
    verb === 'delete' ||
    (meant.length > 0 && meant.every(({ kind }) => kind === 'delete'))
  );
}

/** `shown`: what the approved plan says about the object. */
function whyUnapproved(
  shown: readonly PlannedChange[],
  verb: string,
): string | undefined {
  if (shown.length === 0) {
    return 'the approved plan of the step does not show it';
  }
  const written = shown.filter(isWritten);
  if (written.length === 0) {
    return 'the approved plan of the step leaves it as it is';
  }
  if (written.some(change => fits(change, verb))) {
    return undefined;
  }
  return verb === 'delete'
    ? 'the approved plan of the step does not delete it'
    : 'the approved plan of the step deletes it';
}

/** Verbs are words of the action; only a deletion means the same to all. */
function fits(change: PlannedChange, verb: string): boolean {
  if (change.verb === verb) {
    return true;
  }
  const deletes = change.kind === 'delete' || change.verb === 'delete';
  return verb === 'delete' ? deletes : !deletes || change.verb === undefined;
}

function isWritten({ kind }: PlannedChange): boolean {
  return kind !== 'noop' && kind !== 'conflict';
}
