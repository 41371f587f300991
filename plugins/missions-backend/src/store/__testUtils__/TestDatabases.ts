import createKnex, { type Knex } from 'knex';
import { randomBytes } from 'node:crypto';

/** The databases that tests run on. */
export const TestDatabaseId = {
  Sqlite: 'SQLITE_3',
  Postgres: 'POSTGRES_18',
} as const;

/** One of the databases that tests run on. */
export type TestDatabaseId =
  (typeof TestDatabaseId)[keyof typeof TestDatabaseId];

const CLEANUP_MS = 60_000;
const POOL = {
  min: 0,
  max: 5,
  acquireTimeoutMillis: 30_000,
  createTimeoutMillis: 30_000,
  destroyTimeoutMillis: 5_000,
  idleTimeoutMillis: 5_000,
  reapIntervalMillis: 1_000,
};

/**
 * Hands out empty databases and removes them after all tests of the file.
 * Beside `TestDatabases` of Backstage this one loads no more than Knex, which
 * spares every file of tests a second.
 */
export class TestDatabases {
  readonly #postgresUrl: string | undefined;
  readonly #clients: Knex[] = [];
  readonly #names: string[] = [];
  #server: Knex | undefined;

  private constructor(postgresUrl: string | undefined) {
    this.#postgresUrl = postgresUrl;
  }

  /** @param postgresUrl - the server in which databases are made, if there is one */
  static create(postgresUrl?: string): TestDatabases {
    const databases = new TestDatabases(postgresUrl);
    afterAll(() => databases.#remove(), CLEANUP_MS);
    return databases;
  }

  /** A fresh database of its own, empty. */
  async init(id: TestDatabaseId): Promise<Knex> {
    const client =
      id === TestDatabaseId.Sqlite ? sqlite() : await this.#postgres();
    this.#clients.push(client);
    return client;
  }

  async #postgres(): Promise<Knex> {
    if (!this.#postgresUrl) {
      throw new Error('There is no PostgreSQL to make a database in');
    }
    this.#server ??= postgres(this.#postgresUrl);
    const name = `db${randomBytes(16).toString('hex')}`;
    await this.#server.raw('create database ??', [name]);
    this.#names.push(name);
    const url = new URL(this.#postgresUrl);
    url.pathname = `/${name}`;
    return postgres(url.href);
  }

  async #remove(): Promise<void> {
    await Promise.all(this.#clients.map(client => client.destroy()));
    for (const name of this.#names) {
      // A connection that the test itself opened, and lost, keeps no database.
      await this.#server!.raw('drop database ?? with (force)', [name]);
    }
    await this.#server?.destroy();
  }
}

function sqlite(): Knex {
  // Foreign keys are on: better-sqlite3 is built with them.
  return createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
}

function postgres(connection: string): Knex {
  return createKnex({ client: 'pg', connection, pool: POOL });
}
