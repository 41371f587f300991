import type { Knex } from 'knex';
import type { Dialect } from '../dialect';

/** What waits for a worker, and what has one. */
export interface QueueState {
  /** Targets that could be worked on and that nobody holds. */
  readonly waiting: number;
  /** Targets that a worker holds. */
  readonly running: number;
  /** For how long the oldest of them has waited, in seconds. */
  readonly oldestSeconds?: number;
}

/** What `claimTarget` would find, and for how long it could have. */
export async function readQueue(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
}): Promise<QueueState> {
  const { tx, dialect } = options;
  const [row] = dialect.rows<Record<string, any>>(
    await tx.raw(
      `WITH clock AS (SELECT ${dialect.now} AS now),
       ready AS (
         SELECT COALESCE(lease_until, wake_at) AS since FROM run_targets, clock
         WHERE (wake_at <= now AND lease_until IS NULL) OR lease_until <= now
       )
       SELECT (SELECT now FROM clock) AS now,
         (SELECT count(*) FROM ready) AS waiting,
         (SELECT min(since) FROM ready) AS oldest,
         (SELECT count(*) FROM run_targets, clock WHERE lease_until > now) AS running`,
    ),
  );
  const { now, oldest } = row;
  return {
    waiting: Number(row.waiting),
    running: Number(row.running),
    oldestSeconds: oldest
      ? Math.max(0, (Date.parse(now) - Date.parse(oldest)) / 1000)
      : undefined,
  };
}
