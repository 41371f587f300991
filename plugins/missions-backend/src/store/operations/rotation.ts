import type { Knex } from 'knex';
import type { KeyPrint } from '../../sealing';
import type { Dialect } from '../dialect';
import { parseJson } from '../rows';

/** Values of one key that did not open. */
export interface ShutValues {
  readonly count: number;
  /** A run that has such a value. */
  readonly runId: string;
  /** Why it did not open. */
  readonly message: string;
}

/** How far the re-sealing has come. */
export interface Rotation {
  readonly key: KeyPrint;
  /** The last run that was looked at. */
  readonly cursor: string;
  /** Runs when it began. */
  readonly total: number;
  /** Runs looked at. */
  readonly looked: number;
  /** Values sealed anew. */
  readonly resealed: number;
  /** Values that did not open, by id of their key. */
  readonly shut: Readonly<Record<string, ShutValues>>;
  readonly startedAt: string;
  /** Everything was looked at. */
  readonly finishedAt?: string;
}

/** What a batch adds. */
export type RotationProgress = Pick<
  Rotation,
  'cursor' | 'looked' | 'resealed' | 'shut'
> & { readonly finished: boolean };

/** The last walk; undefined before the first. */
export async function readRotation(options: {
  tx: Knex | Knex.Transaction;
}): Promise<Rotation | undefined> {
  const row = await options.tx('sealing_rotation').where({ id: 1 }).first();
  return row && toRotation(row);
}

/**
 * Makes this replica the one that re-seals, and begins a walk where the last
 * one was for another key or ended before `since`. Undefined: another replica
 * does it, or nothing is to be done.
 */
export async function takeRotation(options: {
  db: Knex;
  dialect: Dialect;
  owner: string;
  leaseMs: number;
  key: KeyPrint;
  /** A walk that ended earlier is made again. */
  since: string;
}): Promise<Rotation | undefined> {
  const { db, dialect, owner, leaseMs, key, since } = options;
  return db.transaction(async tx => {
    await tx.raw(
      `INSERT INTO sealing_rotation
         (id, key_id, key_print, cursor, total, looked, resealed, shut_json, started_at)
       VALUES (1, '', '', '', 0, 0, 0, '{}', ${dialect.now})
       ON CONFLICT (id) DO NOTHING`,
    );
    const [row] = dialect.rows<Record<string, any>>(
      await tx.raw(
        `UPDATE sealing_rotation
         SET lease_owner = ?, lease_until = ${dialect.nowPlus}
         WHERE id = 1 AND (lease_owner = ? OR lease_until IS NULL
           OR lease_until < ${dialect.now})
           AND (key_print <> ? OR finished_at IS NULL OR finished_at < ?)
         RETURNING *`,
        [owner, leaseMs, owner, key.print, since],
      ),
    );
    if (!row) {
      return undefined;
    }
    const goesOn = row.key_print === key.print && row.finished_at === null;
    if (goesOn) {
      return toRotation(row);
    }
    const [{ total }] = await tx('runs').count({ total: '*' });
    const [begun] = await tx('sealing_rotation')
      .where({ id: 1 })
      .update({
        key_id: key.id,
        key_print: key.print,
        cursor: '',
        total: Number(total),
        looked: 0,
        resealed: 0,
        shut_json: '{}',
        started_at: tx.raw(dialect.now),
        finished_at: null,
      })
      .returning('*');
    return toRotation(begun);
  });
}

/** Keeps how far it came, and the lease. False: another replica has it, or another key. */
export async function saveRotation(options: {
  tx: Knex;
  dialect: Dialect;
  owner: string;
  leaseMs: number;
  key: KeyPrint;
  progress: RotationProgress;
}): Promise<boolean> {
  const { tx, dialect, owner, leaseMs, key, progress } = options;
  const { cursor, looked, resealed, shut, finished } = progress;
  const rows = dialect.rows(
    await tx.raw(
      `UPDATE sealing_rotation
       SET cursor = ?, looked = ?, resealed = ?, shut_json = ?,
           finished_at = ${finished ? dialect.now : 'NULL'},
           lease_until = ${dialect.nowPlus}
       WHERE id = 1 AND lease_owner = ? AND key_print = ?
       RETURNING id`,
      [
        cursor,
        looked,
        resealed,
        JSON.stringify(shut),
        leaseMs,
        owner,
        key.print,
      ],
    ),
  );
  return rows.length > 0;
}

/** Lets another replica go on at once. */
export async function leaveRotation(options: {
  tx: Knex;
  owner: string;
}): Promise<void> {
  const { tx, owner } = options;
  await tx('sealing_rotation')
    .where({ lease_owner: owner })
    .update({ lease_owner: null, lease_until: null });
}

function toRotation(row: Record<string, any>): Rotation {
  return {
    key: { id: row.key_id, print: row.key_print },
    cursor: row.cursor,
    total: row.total,
    looked: row.looked,
    resealed: row.resealed,
    shut: parseJson(row.shut_json) ?? {},
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
