import type { Knex } from 'knex';
import { dialectOf } from '../dialect';
import type { Lease } from './claimTarget';

/**
 * Gives a target back, to be claimed again at `wakeAt` or when somebody wakes
 * it. A wake-up that came during the lease wins, and none is earlier than now,
 * which tells how long the target waits. False: the lease was lost.
 */
export async function releaseTarget(options: {
  tx: Knex | Knex.Transaction;
  lease: Lease;
  wakeAt?: string;
  /** In place of a time: so many milliseconds from now, by the clock of the database. */
  restMs?: number;
  /** Its holder may still be at work: nothing that it commits later may count. */
  raiseFence?: boolean;
}): Promise<boolean> {
  const { tx, lease, wakeAt, restMs, raiseFence } = options;
  const { now, nowPlus } = dialectOf(tx as Knex);
  const later =
    restMs === undefined
      ? tx.raw(
          `COALESCE(wake_at, CASE WHEN ? < ${now} THEN ${now} ELSE ? END)`,
          [wakeAt ?? null, wakeAt ?? null],
        )
      : tx.raw(`COALESCE(wake_at, ${nowPlus})`, [restMs]);
  const released = await tx('run_targets')
    .where({
      run_id: lease.runId,
      target_id: lease.targetId,
      fence: lease.fence,
      lease_owner: lease.owner,
    })
    .update({
      lease_owner: null,
      lease_until: null,
      fence: lease.fence + (raiseFence ? 1 : 0),
      wake_at: later,
    });
  return released > 0;
}
