import {
  groupOf,
  isMissionError,
  type MissionError,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import { statusOf, type Change, type EarlierChange } from '../writes';

/** What the API server says of the object, not of who asks. */
const OF_THE_OBJECT = [
  'KUBERNETES_INVALID',
  'KUBERNETES_NOT_FOUND',
  'KUBERNETES_QUOTA',
];

/**
 * Whether a change of an undo may only be refused because what the undo does
 * before has not happened yet:
 * - the object is written before;
 * - what it names is made anew before, such as the Role of a RoleBinding;
 * - an object of its kind goes before, which may hold what only one has: a
 *   quota, a node port, a host name;
 * - it goes after one of another kind, which may be what keeps it.
 *
 * Who may not do it now may not do it then.
 */
export function mayBeLifted(
  error: unknown,
  { kind, object }: Pick<Change, 'kind' | 'object'>,
  earlier: readonly EarlierChange[],
): error is MissionError {
  if (!isMissionError(error) || !OF_THE_OBJECT.includes(error.code)) {
    return false;
  }
  const missing =
    error.code === 'KUBERNETES_NOT_FOUND'
      ? statusOf(error)?.details?.name
      : undefined;
  return earlier.some(before => {
    switch (before.kind) {
      case 'create':
      case 'deferred':
        return (
          sameObject(before.object, object) || before.object.name === missing
        );
      case 'change':
        return sameObject(before.object, object);
      case 'delete':
        return sameKind(before.object, object) === (kind !== 'delete');
      default:
        return false;
    }
  });
}

function sameKind(a: ObjectRef, b: ObjectRef): boolean {
  return a.kind === b.kind && groupOf(a.apiVersion) === groupOf(b.apiVersion);
}
