import type { Knex } from 'knex';
import type { Dialect } from '../dialect';

/** First key of the locks that show that replicas live. */
export const LIFE_LOCKS = 1_297_302_355;

/** A short write waits no longer for its answer, in milliseconds. */
const ANSWER_MS = 1_000;

const LONG_AGO = '1970-01-01T00:00:00.000Z';

/** SQL: somebody holds the lock of a key, given as SQL. */
const held = (key: string) => `EXISTS (
  SELECT 1 FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid = ${LIFE_LOCKS}::oid AND l.objid = ${key}::oid)`;

/**
 * SQL: nobody holds the lock of `r`, and the one who asks holds its own: after a
 * failover nobody has a lock at the new server, and everybody lives.
 */
const isSilent = `NOT ${held('r.life_key')} AND ${held('?::int')}`;

/** A replica whose process seems to be gone. */
export interface SilentReplica {
  readonly id: string;
  readonly lifeKey: number;
}

/** Replicas that showed that they live by a lock which nobody holds now. */
export async function readSilentReplicas(options: {
  tx: Knex;
  dialect: Dialect;
  /** Key of who asks. */
  ownKey: number;
}): Promise<SilentReplica[]> {
  const { tx, dialect, ownKey } = options;
  const rows = dialect.rows<{ id: string; life_key: number }>(
    await tx.raw(
      `SELECT r.id, r.life_key FROM worker_replicas r
       WHERE r.life_key IS NOT NULL AND ${isSilent}`,
      [ownKey],
    ),
  );
  return rows.map(row => ({ id: row.id, lifeKey: row.life_key }));
}

/**
 * Ends the leases of a replica whose process is gone, if it is still silent
 * under the same key, and forgets it. False: it is not, so nothing was done.
 */
export async function endLeasesOf(options: {
  tx: Knex;
  dialect: Dialect;
  replica: SilentReplica;
  /** Key of who asks. */
  ownKey: number;
}): Promise<boolean> {
  const { tx, dialect, replica, ownKey } = options;
  const [row] = dialect.rows<{ gone: number }>(
    await tx.raw(
      `WITH gone AS (
         DELETE FROM worker_replicas r
         WHERE r.id = ? AND r.life_key = ? AND ${isSilent}
         RETURNING r.id
       ), ended AS (
         UPDATE run_targets SET lease_until = ?
         WHERE lease_owner IN (SELECT id FROM gone)
       )
       SELECT CAST(count(*) AS INTEGER) AS gone FROM gone`,
      [replica.id, replica.lifeKey, ownKey, LONG_AGO],
    ),
  );
  return row.gone > 0;
}

/** Nobody can tell any more by this lock whether its replica lives. */
export async function clearLife(options: {
  tx: Knex;
  key: number;
}): Promise<void> {
  const { tx, key } = options;
  await tx('worker_replicas')
    .where({ life_key: key })
    .update({ life_key: null })
    // A connection that gives no answer is given up with it.
    .timeout(ANSWER_MS);
}
