import type { Knex } from 'knex';
import type { RunChange } from './RunChange';

/**
 * For how long a sweep waits for a run that somebody holds, in milliseconds: who
 * is suspended in the middle of a change must not keep it from all other runs.
 * The next sweep comes to it again.
 */
export const SWEEP_LOCK_MS = 500;

/** The part of the store that a sweep over runs uses. */
export interface SweepingStore {
  readonly db: Knex;
  changeRun<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T>,
    options: { readonly lockMs: number },
  ): Promise<T | undefined>;
}

/** Does something with each. Throws what the first throws, after all others. */
export async function withEach<T>(
  items: readonly T[],
  fn: (item: T) => Promise<unknown>,
): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  for (const item of items) {
    try {
      await fn(item);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure) {
    throw failure.error;
  }
}
