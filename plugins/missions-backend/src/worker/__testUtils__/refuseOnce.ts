import type { Knex } from 'knex';

interface Client {
  _query(connection: unknown, query: { sql?: string }): Promise<unknown>;
}

/**
 * Lets the database refuse one statement, as a connection that breaks does:
 * the first one that looks like this. `jest.restoreAllMocks()` ends it.
 */
export function refuseOnce(db: Knex, statement: RegExp) {
  const client: Client = Object.getPrototypeOf(db.client);
  const { _query: query } = client;
  const refused: string[] = [];
  jest
    .spyOn(client, '_query')
    .mockImplementation(function refuse(this: Client, connection, asked) {
      const { sql = '' } = asked;
      if (refused.length > 0 || !statement.test(sql)) {
        return query.call(this, connection, asked);
      }
      refused.push(sql);
      const broken = new Error('Connection terminated unexpectedly');
      return Promise.reject(Object.assign(broken, { code: '57P01' }));
    });
  return { refused };
}
