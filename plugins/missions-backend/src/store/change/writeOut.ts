import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import { statementsOf } from './statements';
import type { WriteSet } from './WriteSet';

/** Writes a set in a transaction, and empties it. */
export async function writeOut(
  tx: Knex.Transaction,
  dialect: Dialect,
  set: WriteSet,
): Promise<void> {
  const statements = statementsOf(dialect, [set]);
  set.clear();
  for (const { sql, bindings } of statements) {
    await tx.raw(sql, bindings as Knex.RawBinding[]);
  }
}
