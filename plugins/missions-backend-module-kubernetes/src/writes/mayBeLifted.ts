import {
  isMissionError,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import type { Change } from './change';
import type { EarlierChange } from './deferral';
import type { WriteContext } from './send';

/** What is said of the object as things are now, not of who asks. */
const OF_THE_OBJECT: readonly ErrorCode[] = [
  'KUBERNETES_INVALID',
  'KUBERNETES_NOT_FOUND',
  'KUBERNETES_QUOTA',
];

/** Of a webhook that did not answer: nothing was refused, the trial could not be made. */
const NOT_CALLED = /failed calling webhook "/;

/**
 * Whether the API server may refuse a change only because what the same plan
 * changes before has not happened yet: a quota or port that another object
 * holds, an owner that is made anew, a webhook that keeps what is in use, or one
 * that does not answer and whose configuration goes before. Which of them it is
 * nobody can tell, so any earlier change counts. Who may not do it now may not
 * do it then.
 */
export function mayBeLifted(
  error: unknown,
  earlier: readonly Pick<EarlierChange, 'kind'>[],
): boolean {
  return (
    isMissionError(error) &&
    (OF_THE_OBJECT.includes(error.code) || NOT_CALLED.test(error.message)) &&
    earlier.some(({ kind }) => kind !== 'noop' && kind !== 'conflict')
  );
}

/** The change with a warning of what the API server says of it now, for people. */
export function refusedAsOfNow(
  ctx: Pick<WriteContext, 'mask'>,
  change: Change,
  error: unknown,
): Change {
  const refused = `As things are now the API server refuses it, which may change by what is done before: ${ctx.mask(
    (error as Error).message,
  )}`;
  return { ...change, warnings: [...(change.warnings ?? []), refused] };
}
