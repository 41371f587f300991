import type { Knex } from 'knex';
import { noteStoreError } from '../isStoreError';
import type { Dialect } from '../dialect';
import type { Lease } from '../operations/claimTarget';
import { schemaFits } from '../SchemaGuard';
import { statementsOf } from './statements';
import type { WriteSet } from './WriteSet';

/** A change of a run that went by what is known of it. */
export interface PendingCommit {
  readonly runId: string;
  /** The run's revision that it went by. */
  readonly revision: number;
  /** Who may change the targets; all have to be held. */
  readonly leases: readonly Lease[];
  readonly writes: WriteSet;
  /** It makes the run: there is nothing yet that it could go by. */
  readonly isNew?: boolean;
}

/** How long a batch waits for a run that another change holds. */
const LOCK_MS = 100;

/**
 * Commits those whose run still has the revision and whose lease is still held,
 * all in one transaction, and answers them. The others write nothing. Each is
 * of another run. New ones are among them only where rows are written one by
 * one; elsewhere they go by {@link commitBirths}.
 */
export async function commitBatch(
  db: Knex,
  dialect: Dialect,
  batch: readonly PendingCommit[],
): Promise<ReadonlySet<PendingCommit>> {
  return db.transaction(tx =>
    dialect.setsOfRows
      ? commitSets(tx, dialect, batch)
      : commitRows(tx, dialect, batch),
  );
}

async function commitSets(
  tx: Knex.Transaction,
  dialect: Dialect,
  batch: readonly PendingCommit[],
): Promise<ReadonlySet<PendingCommit>> {
  const kept = new Set(await holdCurrent(tx, dialect, batch));
  const sets = [...kept].map(item => item.writes);
  for (const { sql, bindings } of statementsOf(dialect, sets)) {
    await tx.raw(sql, bindings as Knex.RawBinding[]);
  }
  return kept;
}

/**
 * Locks those that still hold. Locks are taken run before target, and runs in
 * the order of their ids, as everywhere.
 */
async function holdCurrent(
  tx: Knex.Transaction,
  dialect: Dialect,
  batch: readonly PendingCommit[],
): Promise<PendingCommit[]> {
  if (batch.length > 1 && dialect.lockLimit) {
    // A run that somebody holds for long must not hold up the others.
    await tx.raw(dialect.lockLimit(LOCK_MS));
  }
  const locked = dialect.rows<{ id: string }>(
    await tx.raw(
      `SELECT r.id FROM runs r
       JOIN unnest(?::text[], ?::int[]) AS x(id, revision)
         ON r.id = x.id AND r.revision = x.revision
       WHERE ${schemaFits}
       ORDER BY r.id FOR NO KEY UPDATE OF r`,
      [batch.map(item => item.runId), batch.map(item => item.revision)],
    ),
  );
  const ids = new Set(locked.map(row => row.id));
  const same = batch.filter(item => ids.has(item.runId));
  const leases = same.flatMap(item => item.leases);
  const held = dialect.rows<{ run_id: string }>(
    await tx.raw(
      `SELECT t.run_id FROM run_targets t
       JOIN unnest(?::text[], ?::text[], ?::int[], ?::text[])
         AS x(run_id, target_id, fence, owner)
         ON t.run_id = x.run_id AND t.target_id = x.target_id
        AND t.fence = x.fence AND t.lease_owner = x.owner
       ORDER BY t.run_id, t.target_id FOR NO KEY UPDATE OF t`,
      [
        leases.map(lease => lease.runId),
        leases.map(lease => lease.targetId),
        leases.map(lease => lease.fence),
        leases.map(lease => lease.owner),
      ],
    ),
  );
  const count = (runId: string) =>
    held.filter(row => row.run_id === runId).length;
  return same.filter(item => count(item.runId) === item.leases.length);
}

/** The part of better-sqlite3's connection that is used. */
interface Connection {
  prepare(sql: string): {
    run(...values: unknown[]): { changes: number };
    get(...values: unknown[]): unknown;
  };
}

/**
 * Straight on the driver's connection: its calls are as short as the queries,
 * and knex would make most of the time.
 */
async function commitRows(
  tx: Knex.Transaction,
  dialect: Dialect,
  batch: readonly PendingCommit[],
): Promise<ReadonlySet<PendingCommit>> {
  const connection: Connection = await tx.client.acquireConnection();
  const kept = new Set<PendingCommit>();
  try {
    for (const item of batch) {
      if (isCurrent(connection, item)) {
        for (const { sql, bindings } of statementsOf(dialect, [item.writes])) {
          connection.prepare(sql).run(...bindings);
        }
        kept.add(item);
      }
    }
  } catch (error) {
    throw noteStoreError(error);
  }
  return kept;
}

function isCurrent(connection: Connection, item: PendingCommit): boolean {
  const { runId, revision, leases, isNew } = item;
  if (isNew) {
    const fit = connection.prepare(`SELECT 1 WHERE ${schemaFits}`);
    return fit.get() !== undefined;
  }
  const run = connection.prepare(
    `SELECT 1 FROM runs WHERE id = ? AND revision = ? AND ${schemaFits}`,
  );
  const target = connection.prepare(
    `SELECT 1 FROM run_targets
     WHERE run_id = ? AND target_id = ? AND fence = ? AND lease_owner = ?`,
  );
  return (
    run.get(runId, revision) !== undefined &&
    leases.every(
      ({ targetId, fence, owner }) =>
        target.get(runId, targetId, fence, owner) !== undefined,
    )
  );
}
