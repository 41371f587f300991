import {
  type ErrorCode,
  isMissionError,
  type MissionError,
} from '@mission-control/plugin-missions-common';
import type { Effect } from '../journal';
import type { Change, WriteContext } from '../writes';

/** What the API server answers about one object; the others may be well. */
const OF_ONE_OBJECT: readonly ErrorCode[] = [
  'CLUSTER_FORBIDDEN',
  'KUBERNETES_API_ABSENT',
  'KUBERNETES_CONFLICT',
  'KUBERNETES_INVALID',
  'KUBERNETES_NOT_FOUND',
  'KUBERNETES_QUOTA',
  'KUBERNETES_SERVER_ERROR',
];

/** Whether an error is about one object, and not about the whole cluster or the portal. */
export function isOfOneObject(error: unknown): error is MissionError {
  return (
    isMissionError(error) &&
    (OF_ONE_OBJECT.includes(error.code) || error.details?.admission === true)
  );
}

/**
 * The plan of an effect that the API server refuses to have taken back: a
 * conflict of its object, which a person can only leave as it is (`takeOver` is
 * false), with the server's words. `planned` is what would have been done, with
 * what stands in its way beside; undefined: the object cannot even be read.
 */
export function refusedObject(
  ctx: Pick<WriteContext, 'mask'>,
  { object, prior, after }: Effect,
  planned: Change | undefined,
  error: MissionError,
): Change {
  const refused = `The API server refuses it: ${ctx.mask(error.message)}`;
  const common = { kind: 'conflict', takeOver: false } as const;
  if (planned?.kind === 'conflict') {
    const note = [planned.note, refused].filter(Boolean).join('. ');
    return { ...planned, ...common, note };
  }
  const verb = after === null ? 'create' : 'restore';
  // What it would change is not what somebody changed since, as in a conflict.
  const { fields: _, ...change } = planned ?? {
    object,
    verb: prior ? verb : 'delete',
  };
  return {
    ...change,
    ...common,
    conflictWith: 'the API server',
    note: refused,
  };
}
