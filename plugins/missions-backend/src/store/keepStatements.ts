import type { Knex } from 'knex';

/** Statements that are kept, the least recently used one goes. */
const MAX_STATEMENTS = 500;

/** The part of better-sqlite3's connection that is used. */
interface Connection {
  prepare(sql: string): unknown;
}

/**
 * Lets SQLite keep its prepared statements: knex prepares each query anew,
 * which costs more than most of ours take to run. SQLite itself prepares a kept
 * statement again when the schema changes.
 */
export async function keepStatements(db: Knex): Promise<void> {
  const connection: Connection = await db.client.acquireConnection();
  try {
    const prepare = connection.prepare.bind(connection);
    const kept = new Map<string, unknown>();
    connection.prepare = sql => {
      const statement = kept.get(sql) ?? prepare(sql);
      kept.delete(sql);
      kept.set(sql, statement);
      if (kept.size > MAX_STATEMENTS) {
        kept.delete(kept.keys().next().value!);
      }
      return statement;
    };
  } finally {
    await db.client.releaseConnection(connection);
  }
}
