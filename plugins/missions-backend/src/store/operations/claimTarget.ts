import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import { targetColumns, toTarget } from '../rows';
import { schemaFits } from '../SchemaGuard';
import type { TargetRecord } from '../types';

/** The clock, read once: PostgreSQL uses an index for what does not change. */
const NOW = '(SELECT now FROM clock)';
/** Of `t`: there is something to do, and nobody is at it. */
const CLAIMABLE = `((t.wake_at <= ${NOW} AND (t.lease_until IS NULL OR t.lease_until < ${NOW}))
  OR t.lease_until < ${NOW})`;
/** Of each run: more than other replicas may be locking in the same moment. */
const OLDEST = 16;

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
  const mine = `${CLAIMABLE} AND ${notLeft(dialect)} AND ${notOf(except)}`;
  const bound = [owner, -replicaLifeMs, ...except];
  const [row] = dialect.rows<
    Parameters<typeof toTarget>[0] & { mission_ref: string }
  >(
    await tx.raw(
      `WITH clock AS MATERIALIZED (SELECT ${dialect.now} AS now),
       due AS MATERIALIZED (
         SELECT DISTINCT run_id FROM run_targets WHERE wake_at <= ${NOW}
       ), candidates AS MATERIALIZED (
         ${oldestOfDue(dialect, mine)}
         UNION ALL
         SELECT t.run_id, t.target_id FROM run_targets t
         WHERE t.lease_until IS NOT NULL AND t.lease_until < ${NOW} AND ${mine}
       ), next AS MATERIALIZED (
         SELECT t.run_id, t.target_id
         FROM candidates c
           JOIN run_targets t ON t.run_id = c.run_id AND t.target_id = c.target_id
           JOIN runs r ON r.id = t.run_id
         WHERE ${CLAIMABLE} AND ${schemaFits}
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
         AND (lease_until IS NULL OR lease_until < ${NOW})
       RETURNING ${targetColumns.join(', ')},
         (SELECT mission_ref FROM runs WHERE runs.id = run_id) AS mission_ref`,
      [...bound, ...bound, ...shares, owner, leaseMs],
    ),
  );
  return row && { ...toTarget(row), missionRef: row.mission_ref };
}

/** SQL of a few targets of each run that is due, the oldest; where nobody locks them, of one. */
function oldestOfDue(dialect: Dialect, condition: string): string {
  const oldest = (count: number) => `SELECT t.target_id FROM run_targets t
    WHERE t.run_id = due.run_id AND t.wake_at IS NOT NULL AND ${condition}
    ORDER BY t.enqueued_at, t.position LIMIT ${count}`;
  return dialect.skipLocked
    ? `SELECT due.run_id, o.target_id FROM due CROSS JOIN LATERAL (${oldest(
        OLDEST,
      )}) o`
    : `SELECT due.run_id, (${oldest(1)}) AS target_id FROM due`;
}

/** SQL: another replica that lives and has not left it, too, was not asked to take `t`. */
function notLeft(dialect: Dialect): string {
  return `(t.state = 'cancelling' OR NOT EXISTS (
    SELECT 1 FROM left_targets l JOIN worker_replicas o ON o.id = l.left_to
    WHERE l.replica_id = ? AND l.run_id = t.run_id AND l.target_id = t.target_id
      AND o.seen_at >= ${dialect.nowPlus}
      AND NOT EXISTS (
        SELECT 1 FROM left_targets m
        WHERE m.replica_id = o.id AND m.run_id = t.run_id AND m.target_id = t.target_id)))`;
}

/** SQL: `t` is on none of so many clusters. */
function notOf(clusters: readonly string[]): string {
  return clusters.length === 0
    ? 'TRUE'
    : `(t.state = 'cancelling' OR t.cluster IS NULL OR t.cluster NOT IN (${clusters
        .map(() => '?')
        .join(', ')}))`;
}
