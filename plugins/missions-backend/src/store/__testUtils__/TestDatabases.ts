import createKnex, { type Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';

/** The databases that tests run on. */
export const TestDatabaseId = {
  Sqlite: 'SQLITE_3',
  Postgres: 'POSTGRES_18',
} as const;

/** One of the databases that tests run on. */
export type TestDatabaseId =
  (typeof TestDatabaseId)[keyof typeof TestDatabaseId];

const MIGRATIONS = resolve(__dirname, '../../../migrations');
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
 * Hands out fresh databases and removes them after all tests of the file.
 * Beside `TestDatabases` of Backstage this one loads no more than Knex, which
 * spares every file of tests a second.
 */
export class TestDatabases {
  readonly #postgresUrl: string | undefined;
  readonly #clients: Knex[] = [];
  readonly #names: string[] = [];
  #server: Knex | undefined;
  #template: Promise<string> | undefined;

  private constructor(postgresUrl: string | undefined) {
    this.#postgresUrl = postgresUrl;
  }

  /** @param postgresUrl - the server in which databases are made, if there is one */
  static create(postgresUrl?: string): TestDatabases {
    const databases = new TestDatabases(postgresUrl);
    afterAll(() => databases.#remove(), CLEANUP_MS);
    return databases;
  }

  /**
   * A fresh database of its own. On SQLite it is empty; on PostgreSQL all
   * migrations are applied, for there each costs more than a copy.
   */
  async init(id: TestDatabaseId): Promise<Knex> {
    if (id === TestDatabaseId.Sqlite) {
      return this.initEmpty(id);
    }
    this.#template ??= this.#migrated();
    return this.#connect(await this.#create(await this.#template));
  }

  /** A fresh database of its own, to which no migration was applied. */
  async initEmpty(id: TestDatabaseId): Promise<Knex> {
    if (id === TestDatabaseId.Postgres) {
      return this.#connect(await this.#create('template1'));
    }
    const client = sqlite();
    this.#clients.push(client);
    return client;
  }

  /** Answers the name of a database from which others are copied. */
  async #migrated(): Promise<string> {
    const name = await this.#create('template1');
    const client = postgres(this.#urlOf(name));
    await client.migrate.latest({ directory: MIGRATIONS });
    // Only a database to which nobody is connected can be copied.
    await client.destroy();
    return name;
  }

  async #create(template: string): Promise<string> {
    this.#server ??= postgres(this.#urlOf());
    const name = `db${randomBytes(16).toString('hex')}`;
    await this.#server.raw('create database ?? template ??', [name, template]);
    this.#names.push(name);
    return name;
  }

  #connect(name: string): Knex {
    const client = postgres(this.#urlOf(name));
    this.#clients.push(client);
    return client;
  }

  #urlOf(name?: string): string {
    if (!this.#postgresUrl) {
      throw new Error('There is no PostgreSQL to make a database in');
    }
    const url = new URL(this.#postgresUrl);
    if (name) {
      url.pathname = `/${name}`;
    }
    return url.href;
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
