import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Freeze } from '../../engine';
import { dialectOf } from '../dialect';
import { newId } from '../newId';

type Row = Record<string, any>;

/**
 * How long a freeze waits for writes that are being journalled, in milliseconds:
 * twice that is less than a lease can bear that is not renewed, for others wait
 * behind it.
 */
const MOST_WAIT_MS = 2_000;

const toFreeze = (row: Row): Freeze => ({
  id: row.id,
  scope: row.scope,
  name: row.name ?? undefined,
  reason: row.reason,
  by: row.set_by,
  at: row.set_at,
  until: row.until ?? undefined,
  clusterUid: row.cluster_uid ?? undefined,
});

/**
 * Holds new freezes off until the end of a transaction that journals a write:
 * they wait for it, or it sees them. Take it after the run's own row, before
 * the freezes are read.
 */
export async function holdFreezes({
  tx,
}: {
  tx: Knex.Transaction;
}): Promise<void> {
  const { brakeLock } = dialectOf(tx);
  if (brakeLock) {
    await tx.raw(brakeLock.write);
  }
}

/**
 * Freezes that nobody lifted, the oldest first. Whether the end of one has
 * come, tells the clock of who asks. In the transaction of a write it sees
 * every freeze that is committed by then.
 */
export async function readFreezes({
  tx,
}: {
  tx: Knex | Knex.Transaction;
}): Promise<Freeze[]> {
  const rows = await tx('freezes').whereNull('lifted_at').orderBy('id');
  return rows.map(toFreeze);
}

/**
 * Keeps a new freeze: from its commit on, no write begins where it holds. It
 * waits for those that are being journalled at this moment, up to two seconds.
 */
export async function insertFreeze(options: {
  tx: Knex | Knex.Transaction;
  freeze: Omit<Freeze, 'id' | 'at'>;
  now: Date;
  /** @default 2,000 */
  mostWaitMs?: number;
  /** @default 2,000 */
  restWaitMs?: number;
}): Promise<Freeze> {
  const { tx, freeze, now, mostWaitMs, restWaitMs } = options;
  const kept: Freeze = { ...freeze, id: newId(now), at: now.toISOString() };
  const row = {
    id: kept.id,
    scope: kept.scope,
    name: kept.name ?? null,
    reason: kept.reason,
    set_by: kept.by,
    set_at: kept.at,
    until: kept.until ?? null,
    cluster_uid: kept.clusterUid ?? null,
  };
  await behindWrites(
    tx,
    own => own('freezes').insert(row),
    mostWaitMs,
    restWaitMs,
  );
  return kept;
}

/** PostgreSQL: a lock was not given in time. */
const LOCK_NOT_GIVEN = '55P03';

/**
 * Changes freezes after what is being journalled at this moment. For a process
 * that is suspended in the middle of it nobody waits long: everybody else would
 * wait behind. They are let past when it gives up, and may have read the freezes
 * before its commit: it waits for them once more.
 */
async function behindWrites(
  tx: Knex | Knex.Transaction,
  change: (own: Knex.Transaction) => Promise<unknown>,
  mostWaitMs: number = MOST_WAIT_MS,
  restWaitMs: number = MOST_WAIT_MS,
): Promise<void> {
  if (!(await inTurn(tx, mostWaitMs, change))) {
    await tx.transaction(change);
    // It stands by now, whatever becomes of the wait.
    await inTurn(tx, restWaitMs, async () => {}).catch(() => false);
  }
}

/** Does something when nothing is being journalled. False, and nothing done: its turn did not come in time. */
async function inTurn(
  tx: Knex | Knex.Transaction,
  mostWaitMs: number,
  change: (own: Knex.Transaction) => Promise<unknown>,
): Promise<boolean> {
  const { brakeLock, lockLimit } = dialectOf(tx);
  try {
    await tx.transaction(async own => {
      if (brakeLock && lockLimit) {
        await own.raw(lockLimit(mostWaitMs));
        await own.raw(brakeLock.freeze);
      }
      await change(own);
    });
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_GIVEN) {
      throw error;
    }
    return false;
  }
}

/** Says which cluster a freeze of a cluster is about, whatever it is called later. */
export async function nameFrozenCluster(options: {
  tx: Knex | Knex.Transaction;
  id: string;
  clusterUid: string;
}): Promise<void> {
  const { tx, id, clusterUid: cluster_uid } = options;
  await behindWrites(tx, own =>
    own('freezes').where({ id }).update({ cluster_uid }),
  );
}

/**
 * Of two people one lifts it. Throws NOT_FOUND, and STATE_REFUSED for one that is
 * lifted already.
 */
export async function liftFreeze(options: {
  tx: Knex | Knex.Transaction;
  id: string;
  by: string;
  reason: string;
  now: Date;
}): Promise<void> {
  const { tx, id, by, reason, now } = options;
  const lifted = await tx('freezes')
    .where({ id })
    .whereNull('lifted_at')
    .update({
      lifted_at: now.toISOString(),
      lifted_by: by,
      lift_reason: reason,
    });
  if (lifted > 0) {
    return;
  }
  const known = await tx('freezes').where({ id }).first('id');
  throw known
    ? new MissionError('STATE_REFUSED', `Freeze ${id} is lifted already`)
    : new MissionError('NOT_FOUND', `There is no freeze '${id}'`);
}
