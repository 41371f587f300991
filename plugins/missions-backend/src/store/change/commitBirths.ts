import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import { schemaFits } from '../SchemaGuard';
import type { PendingCommit } from './commitBatch';
import { insertStatements } from './setStatements';

/**
 * Makes runs, with all that was done of them already, in one statement: what is
 * not there yet nobody has locked or changed, so that there is nothing to ask
 * before, and one way to the database is enough. Answers all of them, or none
 * where the schema is newer than this engine. Rejects with the database's error,
 * and has made none then.
 *
 * @remarks Sets of rows only. Of a new run a set has nothing but inserts that
 * matters: there are no rows to remove or to update.
 */
export async function commitBirths(
  db: Knex,
  dialect: Dialect,
  batch: readonly PendingCommit[],
): Promise<ReadonlySet<PendingCommit>> {
  const statements = insertStatements(batch.map(item => item.writes));
  const parts = statements.map(
    ({ sql }, index) =>
      `written_${index} AS (${sql} WHERE EXISTS (SELECT 1 FROM fits))`,
  );
  const made = dialect.rows(
    await db.raw(
      `WITH ${[
        `fits AS MATERIALIZED (SELECT 1 WHERE ${schemaFits})`,
        ...parts,
      ].join(', ')} SELECT 1 FROM fits`,
      statements.flatMap(({ bindings }) => bindings as Knex.RawBinding[]),
    ),
  );
  return new Set(made.length > 0 ? batch : []);
}
