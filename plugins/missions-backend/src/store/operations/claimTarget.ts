import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import { targetColumns, toTarget } from '../rows';
import type { TargetRecord } from '../types';

/** A claim: who may change the target, until a later claim has a higher fence. */
export interface Lease {
  readonly runId: string;
  readonly targetId: string;
  readonly owner: string;
  readonly fence: number;
}

/**
 * Takes the oldest claimable target of the highest priority, or one whose
 * holder's lease ran out. In one statement it takes the lease, by the
 * database's clock, raises the fence, and clears `wake_at`: whoever wakes the
 * target from now on is seen at its release. Undefined when there is none.
 */
export async function claimTarget(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  owner: string;
  leaseMs: number;
  /** Runs that are left to others. */
  except?: readonly string[];
}): Promise<TargetRecord | undefined> {
  const { tx, dialect, owner, leaseMs, except = [] } = options;
  const others =
    except.length > 0
      ? `AND t.run_id NOT IN (${except.map(() => '?').join(', ')})`
      : '';
  const lock = dialect.skipLocked ? 'FOR UPDATE OF t SKIP LOCKED' : '';
  const [row] = dialect.rows<Parameters<typeof toTarget>[0]>(
    await tx.raw(
      `WITH next AS MATERIALIZED (
         SELECT t.run_id, t.target_id
         FROM run_targets t JOIN runs r ON r.id = t.run_id
         WHERE ((t.wake_at <= ${dialect.now}
                 AND (t.lease_until IS NULL OR t.lease_until < ${dialect.now}))
             OR t.lease_until < ${dialect.now}) ${others}
         ORDER BY r.priority DESC, t.enqueued_at, t.run_id, t.position
         LIMIT 1 ${lock}
       )
       UPDATE run_targets
       SET lease_owner = ?, lease_until = ${dialect.nowPlus},
           fence = fence + 1, wake_at = NULL
       WHERE (run_id, target_id) IN (SELECT run_id, target_id FROM next)
         AND (lease_until IS NULL OR lease_until < ${dialect.now})
       RETURNING ${targetColumns.join(', ')}`,
      [...except, owner, leaseMs],
    ),
  );
  return row && toTarget(row);
}
