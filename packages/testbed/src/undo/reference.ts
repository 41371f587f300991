import { standingAfter, type Op, type Slot } from './Case';
import { isContainer } from './generate';

/** What becomes of the object of a slot when its run is taken back. */
export type Verdict =
  /** As before the run, with what others did elsewhere in it. */
  | 'as-before'
  /** It stands in the way: a person chooses. */
  | 'in-the-way'
  /** It stays as it is, and nobody can choose: told as kept. */
  | 'stays'
  /** The run did nothing to it. */
  | 'untouched';

/**
 * What docs/undo.md says of an object, from what the run and others did to it:
 * the reference of the property. It knows nothing of how undo works.
 */
export function verdictOf(slot: Slot, done: readonly Op[]): Verdict {
  const { act, kind } = slot;
  const { exists, isMade, isTouched } = standingAfter(slot, done);
  if (!isTouched) {
    return 'untouched';
  }
  if (done.includes('restart')) {
    return 'stays';
  }
  if (kind.isLostWhenDeleted && done.includes('delete')) {
    return 'stays';
  }
  if (!exists) {
    return act === 'make-anew' ? 'in-the-way' : 'as-before';
  }
  if (isMade) {
    if (isContainer(kind) && act === 'use') {
      return 'stays';
    }
    return ['same-field', 'other-field', 'owner', 'make-anew'].includes(act)
      ? 'in-the-way'
      : 'as-before';
  }
  return ['same-field', 'delete', 'make-anew'].includes(act)
    ? 'in-the-way'
    : 'as-before';
}
