import type { Knex } from 'knex';
import { type Sealer, keyIdOf } from '../../sealing';
import { type SealedColumn, sealedColumns } from '../sealedColumns';

/** So much of a sealed text tells its key: `v1:<up to 40 characters>:`. */
const HEAD = 50;
/** What is kept without a key. */
const PLAIN = 'json:';
/** How often a value is read again that somebody else wrote meanwhile. */
const MOST_TRIES = 5;

/** A value that another key sealed than the one that seals now. */
export interface OldSeal {
  readonly column: SealedColumn;
  /** Names its row. */
  readonly key: Readonly<Record<string, unknown>>;
  readonly runId: string;
  readonly keyId: string;
}

/** The values of some runs that the key which seals now did not seal; their content is not read. */
export async function findOldSeals(options: {
  tx: Knex;
  sealer: Sealer;
  runIds: readonly string[];
}): Promise<OldSeal[]> {
  const { tx, sealer, runIds } = options;
  const prefix = sealer.prefix!;
  const found: OldSeal[] = [];
  for (const column of sealedColumns) {
    const rows = await tx(column.table)
      .whereIn(column.run, [...runIds])
      .whereNotNull(column.column)
      .whereRaw('substr(??, 1, ?) <> ?', [column.column, prefix.length, prefix])
      .whereRaw('substr(??, 1, ?) <> ?', [column.column, PLAIN.length, PLAIN])
      .orderBy([...column.key])
      .select([
        ...column.key,
        tx.raw('substr(??, 1, ?) AS sealed_head', [column.column, HEAD]),
      ]);
    found.push(
      ...rows.map(({ sealed_head: head, ...key }) => ({
        column,
        key,
        runId: key[column.run],
        keyId: keyIdOf(head) ?? '',
      })),
    );
  }
  return found;
}

/**
 * Seals one value with the key that seals now, if it still is what was read:
 * what somebody else wrote meanwhile stays, and is read again. False: it is
 * gone, or sealed with that key by now. Throws what `Sealer.open` does.
 */
export async function resealValue(options: {
  tx: Knex;
  sealer: Sealer;
  seal: OldSeal;
}): Promise<boolean> {
  const { tx, sealer, seal } = options;
  const { table, column, place } = seal.column;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const row = await tx(table).where(seal.key).first(column);
    const text: string | null | undefined = row?.[column];
    if (!text || text.startsWith(sealer.prefix!)) {
      return false;
    }
    const at = place(seal.key);
    const next = sealer.seal(sealer.open(text, at), at);
    // One statement, one row: it holds nothing for which another could wait in a circle.
    const written = await tx(table)
      .where({ ...seal.key, [column]: text })
      .update({ [column]: next });
    if (written > 0) {
      return true;
    }
  }
  throw new Error(
    `${table}.${column} of run ${seal.runId} is written again and again`,
  );
}
