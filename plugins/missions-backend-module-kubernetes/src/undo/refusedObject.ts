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

/** How the API server says that its own database does not answer in time. */
const DATABASE_AWAY = /etcdserver: /;

/** Whether an error is about one object, and not about the whole cluster or the portal. */
export function isOfOneObject(error: unknown): error is MissionError {
  return (
    isMissionError(error) &&
    (error.details?.admission === true ||
      (OF_ONE_OBJECT.includes(error.code) && !isAway(error)))
  );
}

/** Of a server that is away for a while: who leaves objects as they are then, gives them up for nothing. */
function isAway({ code, retryable, message }: MissionError): boolean {
  return (
    code === 'KUBERNETES_SERVER_ERROR' &&
    (retryable || DATABASE_AWAY.test(message))
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
