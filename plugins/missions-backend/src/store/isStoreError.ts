import type { Knex } from 'knex';
import { poolOf } from '../database';

const noted = new WeakSet<object>();

/** How far causes of causes are followed. */
const MOST_CAUSES = 10;

/**
 * Notes every error of this client, of a statement or of the connection for
 * one, so that {@link isStoreError} knows it again. It is told by who threw it:
 * a cluster or a program breaks with the same codes and words.
 */
export function noteStoreErrors(db: Knex): void {
  db.on('query-error', noteStoreError);
  poolOf(db)?.on('acquireFail', (_id, error) => noteStoreError(error));
}

/** Notes an error that the driver threw without knex between; answers it. */
export function noteStoreError<T>(error: T): T {
  if (typeof error === 'object' && error !== null) {
    noted.add(error);
  }
  return error;
}

/**
 * Whether the engine's own database is why something failed, also as the cause
 * of the error. Its message holds the statement with its values: it is for the
 * log only.
 */
export function isStoreError(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; depth < MOST_CAUSES; depth++) {
    if (typeof cause !== 'object' || cause === null) {
      return false;
    }
    if (noted.has(cause)) {
      return true;
    }
    cause = (cause as { cause?: unknown }).cause;
  }
  return false;
}
