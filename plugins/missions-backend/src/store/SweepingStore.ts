import type { Knex } from 'knex';
import type { Dialect } from './dialect';
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
  readonly dialect: Dialect;
  changeRun<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T>,
    options: { readonly lockMs: number },
  ): Promise<T | undefined>;
}
