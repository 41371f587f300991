import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import { targetColumns, toTarget } from '../rows';
import { schemaFits } from '../SchemaGuard';
import type { TargetRecord } from '../types';

/** A claim: who may change the target, until a later claim has a higher fence. */
export interface Lease {
  readonly runId: string;
  readonly targetId: string;
  readonly owner: string;
  readonly fence: number;
}

/** A target with the mission whose share of the places it takes. */
export interface ClaimedTarget extends TargetRecord {
  readonly missionRef: string;
}

/**
 * Takes the oldest claimable target of the highest priority, or one whose
 * holder's lease ran out; of one priority first of the missions of which the
 * fewest are at work here, so that one with a thousand targets holds back no other. In one statement it takes the lease, by the
 * database's clock, raises the fence, and clears `wake_at`: whoever wakes the
 * target from now on is seen at its release. Undefined when there is none, or the
 * schema is newer than this engine.
 *
 * Passed over is what the owner left to another replica (`leaveTarget`), as long
 * as that one lives and has not left it, too; but to cancel needs no key.
 */
export async function claimTarget(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  owner: string;
  leaseMs: number;
  /** Clusters that are left out, but for what is to be cancelled: so many work on them already as may. */
  except?: readonly string[];
  /** How many targets of a mission work here already, by its ref: of one priority, those with fewer go first. */
  busy?: ReadonlyMap<string, number>;
  /** Milliseconds after which a replica that was not seen is gone; without it nothing is passed over. */
  replicaLifeMs?: number;
}): Promise<ClaimedTarget | undefined> {
  const { tx, dialect, owner, leaseMs, replicaLifeMs = 0 } = options;
  const { except = [], busy = new Map<string, number>() } = options;
  const shares = [...busy].flatMap(([ref, count]) => [ref, count]);
  const lock = dialect.skipLocked ? 'FOR UPDATE OF t SKIP LOCKED' : '';
  const [row] = dialect.rows<
    Parameters<typeof toTarget>[0] & { mission_ref: string }
  >(
    await tx.raw(
      `WITH next AS MATERIALIZED (
         SELECT t.run_id, t.target_id
         FROM run_targets t JOIN runs r ON r.id = t.run_id
         WHERE ((t.wake_at <= ${dialect.now}
                 AND (t.lease_until IS NULL OR t.lease_until < ${dialect.now}))
             OR t.lease_until < ${dialect.now})
           AND ${schemaFits}
           AND (t.state = 'cancelling' OR NOT EXISTS (
             SELECT 1 FROM left_targets l JOIN worker_replicas o ON o.id = l.left_to
             WHERE l.replica_id = ? AND l.run_id = t.run_id AND l.target_id = t.target_id
               AND o.seen_at >= ${dialect.nowPlus}
               AND NOT EXISTS (
                 SELECT 1 FROM left_targets m
                 WHERE m.replica_id = o.id AND m.run_id = t.run_id AND m.target_id = t.target_id)))
           ${
             except.length > 0
               ? `AND (t.state = 'cancelling' OR t.cluster IS NULL OR t.cluster NOT IN (${except
                   .map(() => '?')
                   .join(', ')}))`
               : ''
           }
         ORDER BY r.priority DESC, ${
           busy.size > 0
             ? `CASE r.mission_ref ${'WHEN ? THEN CAST(? AS INTEGER) '.repeat(
                 busy.size,
               )} ELSE 0 END,`
             : ''
         } t.enqueued_at, t.run_id, t.position
         LIMIT 1 ${lock}
       )
       UPDATE run_targets
       SET lease_owner = ?, lease_until = ${dialect.nowPlus},
           fence = fence + 1, wake_at = NULL
       WHERE (run_id, target_id) IN (SELECT run_id, target_id FROM next)
         AND (lease_until IS NULL OR lease_until < ${dialect.now})
       RETURNING ${targetColumns.join(', ')},
         (SELECT mission_ref FROM runs WHERE runs.id = run_id) AS mission_ref`,
      [owner, -replicaLifeMs, ...except, ...shares, owner, leaseMs],
    ),
  );
  return row && { ...toTarget(row), missionRef: row.mission_ref };
}
