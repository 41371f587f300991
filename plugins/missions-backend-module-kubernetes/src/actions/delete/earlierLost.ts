import { nameOfObject } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import type { Change, EarlierChange } from '../../writes';
import { isIn } from './dependantsFirst';

/** Objects that a sentence names. */
const MAX_NAMED = 5;

/**
 * The planned deletion of what cannot be taken back, with a warning of what
 * earlier steps of the run delete in it, where it is a namespace or definition:
 * their plan could not know that this cannot be made anew either.
 */
export function withEarlierLost(
  change: Change,
  holder: KubernetesObject,
  earlier: readonly EarlierChange[],
): Change {
  const lost = earlier.filter(
    ({ kind, irreversible, object }) =>
      kind === 'delete' && !irreversible && isIn(holder, object),
  );
  if (change.kind !== 'delete' || lost.length === 0) {
    return change;
  }
  const named = lost.slice(0, MAX_NAMED).map(({ object, stepId }) => {
    const by = stepId ? ` (step ${stepId})` : '';
    return `${nameOfObject(object)}${by}`;
  });
  const more = lost.length - MAX_NAMED;
  const warning = `What is deleted in it before cannot be taken back either: ${named.join(
    ', ',
  )}${more > 0 ? ` and ${more} more` : ''}`;
  return { ...change, warnings: [...(change.warnings ?? []), warning] };
}
