import { findFreed, settleTurns } from './operations/endTurn';
import { HeldRuns, SweepPatience, type WithEachRun } from './HeldRuns';
import { SWEEP_LOCK_MS, type SweepingStore } from './SweepingStore';

/**
 * Lets runs go on that waited for the turn of one that ended, each by a change
 * of its own: a run's row is never held while another one is asked for. What a
 * process that died left waiting is found by the sweep of the workers, which
 * names no run.
 */
export async function letGo(
  store: SweepingStore,
  {
    endedRun,
    // Who let others wait asks each of them; only a sweep has more to do.
    withEach = new HeldRuns(store.dialect).sweep(new SweepPatience(Infinity)),
  }: { readonly endedRun?: string; readonly withEach?: WithEachRun } = {},
): Promise<void> {
  try {
    const freed = await findFreed({ tx: store.db, endedRun });
    await withEach(freed, runId =>
      store.changeRun(runId, change => settleTurns({ change }), {
        lockMs: SWEEP_LOCK_MS,
      }),
    );
  } catch (error) {
    if (endedRun === undefined) {
      throw error;
    }
    // The change that ended the turn is committed: the sweep finds who waits.
  }
}
