import type { Knex } from 'knex';
import { findFreed, settleTurns } from './operations/endTurn';
import type { RunChange } from './RunChange';

/** The part of the store that is used. */
interface ChangingStore {
  readonly db: Knex;
  changeRun<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T>,
  ): Promise<T | undefined>;
}

/**
 * Lets runs go on that waited for the turn of one that ended, each by a change
 * of its own: a run's row is never held while another one is asked for. What a
 * process that died left waiting is found by the sweep of the workers, which
 * names no run.
 */
export async function letGo(
  store: ChangingStore,
  endedRun?: string,
): Promise<void> {
  try {
    for (const runId of await findFreed({ tx: store.db, endedRun })) {
      await store.changeRun(runId, change => settleTurns({ change }));
    }
  } catch (error) {
    if (endedRun === undefined) {
      throw error;
    }
    // The change that ended the turn is committed: the sweep finds who waits.
  }
}
