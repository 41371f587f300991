import {
  isMissionError,
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { WriteContext } from './send';

/** Throws when a guard of the cluster refuses this write. */
export function assertWritable(
  ctx: Pick<WriteContext, 'writeRefusal'>,
  ref: ObjectRef,
  verb: string,
): void {
  const refusal = ctx.writeRefusal(ref, verb);
  if (refusal) {
    throw new MissionError(
      refusal.code,
      `${nameOfObject(ref)}: ${refusal.message}`,
      { object: ref },
    );
  }
}

/**
 * Does the work for every object and reports all that failed in one error, so
 * that a person sees every problem of a plan at once.
 */
export async function collectProblems<T, R>(
  items: readonly T[],
  refOf: (item: T) => ObjectRef,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const errors: { error: MissionError; ref: ObjectRef }[] = [];
  for (const item of items) {
    try {
      results.push(await work(item));
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      errors.push({ error, ref: refOf(item) });
    }
  }
  if (errors.length > 0) {
    throw problemOf(errors, 'cannot be planned');
  }
  return results;
}

/** All problems as one error; `what` they stand in the way of. */
export function problemOf(
  errors: readonly { readonly error: MissionError; readonly ref: ObjectRef }[],
  what: string,
): MissionError {
  const [{ error: first, ref }] = errors;
  if (errors.length === 1) {
    return withObject(first, ref);
  }
  return new MissionError(
    first.code,
    [
      `${errors.length} objects ${what}:`,
      ...errors.map(({ error, ref: object }) => {
        const name = nameOfObject(object);
        return error.message.includes(name)
          ? `- ${error.message}`
          : `- ${name}: ${error.message}`;
      }),
    ].join('\n'),
    {
      cause: first,
      object: ref,
      remedy: first.remedy,
      retryable: errors.every(({ error }) => error.retryable),
    },
  );
}

function withObject(error: MissionError, ref: ObjectRef): MissionError {
  const name = nameOfObject(ref);
  return error.message.includes(name)
    ? error
    : new MissionError(error.code, `${name}: ${error.message}`, {
        remedy: error.remedy,
        object: error.object ?? ref,
        details: error.details,
        retryable: error.retryable,
        cause: error,
      });
}
