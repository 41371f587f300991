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

/** What a migrated database looks like, to make others like it. */
interface Template {
  /** A whole SQLite database, as its file would be. */
  sqlite?: Promise<Buffer>;
  /** The name of a PostgreSQL database. */
  postgres?: Promise<string>;
}

/** A PostgreSQL database that was handed out. */
interface Lent {
  name: string;
  client: Knex;
}

/**
 * Hands out fresh databases and removes them after all tests of the file.
 * Beside `TestDatabases` of Backstage this one loads no more than Knex, which
 * spares every file of tests a second.
 */
export class TestDatabases {
  readonly #postgresUrl: string | undefined;
  readonly #clients: Knex[] = [];
  readonly #names: string[] = [];
  readonly #template: Template = {};
  /** What the present test has, and what tests before it left. */
  readonly #lent: Lent[] = [];
  readonly #left: string[] = [];
  #inTest = false;
  #server: Knex | undefined;

  private constructor(postgresUrl: string | undefined) {
    this.#postgresUrl = postgresUrl;
  }

  /** @param postgresUrl - the server in which databases are made, if there is one */
  static create(postgresUrl?: string): TestDatabases {
    const databases = new TestDatabases(postgresUrl);
    beforeEach(() => {
      databases.#inTest = true;
    });
    // After the hooks of every `describe`: who uses these has none outside of one.
    afterEach(() => databases.#takeBack(), CLEANUP_MS);
    afterAll(() => databases.#remove(), CLEANUP_MS);
    return databases;
  }

  /**
   * A database with all migrations and nothing in it: for the present test, or
   * for the rest of the file when no test runs. A PostgreSQL database may have
   * been another test's, for to make one costs a hundred times as much as to
   * empty it; a test that changes its tables takes `initEmpty`.
   */
  async init(id: TestDatabaseId): Promise<Knex> {
    if (id === TestDatabaseId.Sqlite) {
      this.#template.sqlite ??= migratedSqlite();
      return this.#keep(sqlite(await this.#template.sqlite));
    }
    const name = this.#left.pop() ?? (await this.#copied());
    const client = this.#keep(postgres(this.#urlOf(name)));
    if (this.#inTest) {
      this.#lent.push({ name, client });
    }
    return client;
  }

  /** A fresh database of its own, to which no migration was applied. */
  async initEmpty(id: TestDatabaseId): Promise<Knex> {
    return this.#keep(
      id === TestDatabaseId.Postgres
        ? postgres(this.#urlOf(await this.#create('template1')))
        : sqlite(),
    );
  }

  async #copied(): Promise<string> {
    this.#template.postgres ??= this.#migratedPostgres();
    return this.#create(await this.#template.postgres);
  }

  /** Answers the name of a database from which others are copied. */
  async #migratedPostgres(): Promise<string> {
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
    await this.#server.raw(
      'create database ?? template ?? strategy file_copy',
      [name, template],
    );
    this.#names.push(name);
    return name;
  }

  #keep(client: Knex): Knex {
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

  async #takeBack(): Promise<void> {
    this.#inTest = false;
    for (const { name, client } of this.#lent.splice(0)) {
      await client.destroy();
      await this.#empty(name);
      this.#left.push(name);
    }
  }

  async #empty(name: string): Promise<void> {
    // A connection that the test itself opened, and lost, may hold a row.
    await this.#server!.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = ?',
      [name],
    );
    const client = postgres(this.#urlOf(name));
    try {
      await emptyTables(client);
    } finally {
      await client.destroy();
    }
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

/** Takes all rows but those of Knex, which tell what was migrated. */
async function emptyTables(client: Knex): Promise<void> {
  const { rows } = await client.raw(
    `select format('delete from %I', tablename) as sql from pg_tables
       where schemaname = 'public' and tablename not like 'knex%'
     union all
     select format('alter sequence %I restart', sequencename) from pg_sequences
       where schemaname = 'public' and sequencename not like 'knex%'`,
  );
  // As a replica it does not heed which row refers to which.
  await client.raw(
    [
      'set session_replication_role = replica',
      ...rows.map(({ sql }: { sql: string }) => sql),
    ].join(';'),
  );
}

async function migratedSqlite(): Promise<Buffer> {
  const client = sqlite();
  try {
    await client.migrate.latest({ directory: MIGRATIONS });
    const connection: { serialize(): Buffer } =
      await client.client.acquireConnection();
    try {
      return connection.serialize();
    } finally {
      client.client.releaseConnection(connection);
    }
  } finally {
    await client.destroy();
  }
}

/** @param content - of the database; by default there is nothing in it */
function sqlite(content?: Buffer): Knex {
  // Foreign keys are on: better-sqlite3 is built with them.
  return createKnex({
    client: 'better-sqlite3',
    // The driver takes a name as well as the content itself.
    connection: { filename: (content ?? ':memory:') as string },
    useNullAsDefault: true,
  });
}

function postgres(connection: string): Knex {
  return createKnex({ client: 'pg', connection, pool: POOL });
}
