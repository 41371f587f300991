import type { Knex } from 'knex';

/** The part of better-sqlite3's connection that is used; others have none. */
interface Connection {
  prepare?(sql: string): unknown;
}

interface Client {
  _query(connection: Connection, query: { sql?: string }): Promise<unknown>;
}

/**
 * Lets the database refuse one statement, as a connection that breaks does: the
 * first one that looks like this, through knex or straight on SQLite's
 * connection. `jest.restoreAllMocks()` ends it.
 */
export function refuseOnce(db: Knex, statement: RegExp) {
  const client: Client = Object.getPrototypeOf(db.client);
  const { _query: query } = client;
  const refused: string[] = [];
  const guard = (sql: string) => {
    if (refused.length === 0 && statement.test(sql)) {
      refused.push(sql);
      const broken = new Error('Connection terminated unexpectedly');
      throw Object.assign(broken, { code: '57P01' });
    }
  };
  let watched: Connection | undefined;
  jest
    .spyOn(client, '_query')
    .mockImplementation(async function refuse(this: Client, connection, asked) {
      guard(asked.sql ?? '');
      if (connection.prepare && watched !== connection) {
        watched = connection;
        const prepare = connection.prepare.bind(connection);
        jest
          .spyOn(connection as Required<Connection>, 'prepare')
          .mockImplementation(sql => {
            guard(sql);
            return prepare(sql);
          });
      }
      return query.call(this, connection, asked);
    });
  return { refused };
}
