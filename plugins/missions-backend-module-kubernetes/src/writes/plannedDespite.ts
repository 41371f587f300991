import {
  isMissionError,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import type { Change } from './change';
import type { EarlierChange } from './deferral';
import type { WriteContext } from './send';

/** What is said of the object as things are now, not of who asks. */
const OF_THE_OBJECT: readonly ErrorCode[] = [
  'KUBERNETES_API_ABSENT',
  'KUBERNETES_INVALID',
  'KUBERNETES_NOT_FOUND',
  'KUBERNETES_QUOTA',
];

/** Of a webhook that did not answer: nothing was refused, the trial could not be made. */
const NOT_CALLED = /failed calling webhook "/;

/**
 * The change as planned although its trial failed, with a warning of that for
 * people: nobody could try it, or what the same plan changes before (`earlier`)
 * may lift what stands in its way. Throws what the API server refuses for good.
 */
export function plannedDespite(
  ctx: Pick<WriteContext, 'mask'>,
  change: Change,
  error: unknown,
  earlier: readonly Pick<EarlierChange, 'kind'>[],
): Change {
  const said = ctx.mask((error as Error).message);
  const warn = (words: string): Change => ({
    ...change,
    warnings: [...(change.warnings ?? []), `${words}: ${said}`],
  });
  if (isUntriable(error)) {
    return warn('It could not be tried beforehand');
  }
  if (mayBeLifted(error, earlier)) {
    return warn(
      'As things are now the API server refuses it, which may change by what is done before',
    );
  }
  throw error;
}

/** Of a webhook that lets nobody try it: nothing was refused, and nothing done before changes that. */
function isUntriable(error: unknown): boolean {
  return isMissionError(error) && error.details?.dryRunUnsupported === true;
}

/**
 * Whether the API server may refuse a change only because what the same plan
 * changes before has not happened yet: a quota or port that another object
 * holds, an owner that is made anew, a webhook that keeps what is in use, or one
 * that does not answer and whose configuration goes before. Which of them it is
 * nobody can tell, so any earlier change counts. Who may not do it now may not
 * do it then.
 */
function mayBeLifted(
  error: unknown,
  earlier: readonly Pick<EarlierChange, 'kind'>[],
): boolean {
  return (
    isMissionError(error) &&
    (OF_THE_OBJECT.includes(error.code) ||
      error.details?.admission === true ||
      NOT_CALLED.test(error.message)) &&
    earlier.some(({ kind }) => kind !== 'noop' && kind !== 'conflict')
  );
}
