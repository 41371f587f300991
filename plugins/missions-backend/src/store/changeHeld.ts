import type { Knex } from 'knex';
import type { CoordinationRules } from './coordinateRun';
import type { Dialect } from './dialect';
import type { LiveRun } from './change/LiveRun';
import { NeedsTransaction } from './change/NeedsTransaction';
import { finishChange } from './finishChange';
import type { Lease } from './operations/claimTarget';
import { guardLease } from './operations/guardLease';
import { RunChange } from './RunChange';
import { toRun, toTarget } from './rows';
import type { TargetRecord } from './types';

/** The part of the store that is used. */
interface ChangingStore extends CoordinationRules {
  readonly db: Knex;
  readonly dialect: Dialect;
  countedNow(): Promise<Date>;
  changeRun<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T>,
  ): Promise<T | undefined>;
}

/** What the holder of a lease changes; the target is as it is now. */
export type HeldChange = (
  change: RunChange,
  target: TargetRecord,
) => Promise<void>;

/**
 * Changes a run for the holder of a lease, by what is known of it where that
 * is enough. False, and nothing changed, when the lease was lost. With `later`
 * it resolves before the commit: for what has no effect outside, and is found
 * out anew if it should come to nothing. `fn` may be called twice. Throws
 * StaleView when what was changed `later` before came to nothing.
 */
export async function changeHeld(
  store: ChangingStore,
  live: LiveRun,
  lease: Lease,
  fn: HeldChange,
  { later = false }: { later?: boolean } = {},
): Promise<boolean> {
  const { runId, targetId } = lease;
  return live.exclusively(async () => {
    if (!later) {
      // It goes alone, so that it knows by itself how it ended.
      await live.settled();
    }
    live.guard(targetId);
    if (live.trusts() && (await changeKnown(store, live, lease, fn))) {
      if (later) {
        return true;
      }
      await live.settled();
      if (!live.wasRefused(targetId)) {
        live.guard(targetId);
        return true;
      }
      live.looks(targetId);
    }
    await live.settled();
    live.guard(targetId);
    const done = await store.changeRun(runId, async change => {
      const target = await guardLease({ change, lease });
      if (!target) {
        return false;
      }
      await fn(change, target);
      return true;
    });
    return done ?? false;
  });
}

/** False: what is known is not enough, or is not of this lease; nothing was taken in. */
async function changeKnown(
  store: ChangingStore,
  live: LiveRun,
  lease: Lease,
  fn: HeldChange,
): Promise<boolean> {
  const known = await live.known();
  live.guard(lease.targetId);
  const row = await known?.rows.target(lease.targetId);
  if (row?.fence !== lease.fence || row.lease_owner !== lease.owner) {
    await live.settled();
    live.forget();
    return false;
  }
  const change = RunChange.over({
    reader: store.db,
    dialect: store.dialect,
    run: toRun(known!.row),
    rows: known!.rows,
    now: (await store.countedNow()).toISOString(),
    holds: lease.targetId,
  });
  try {
    await fn(change, toTarget(row as never));
    const events = await finishChange(change, store);
    const { writes, patch: columns, wake, logged } = change;
    if (writes.isEmpty) {
      return true;
    }
    const added = { lease, writes, columns, events, wake, logged };
    if (await live.add(known!, added)) {
      return true;
    }
    live.forget();
    return false;
  } catch (error) {
    // Its rows may hold a part of it.
    await live.settled();
    live.forget();
    if (error instanceof NeedsTransaction) {
      return false;
    }
    throw error;
  }
}
