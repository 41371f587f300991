import type { Knex } from 'knex';

/** A connection of the bare driver, without knex and without the engine. */
export interface RawConnection {
  /** Inserts one row of about 300 bytes in a transaction of its own. */
  commit(): Promise<void>;
  /** Reads rows of the engine's tables. Answers how many. */
  read(sql: string): Promise<number>;
  close(): Promise<void>;
}

/** Two connections of the bare driver, of which one hears what the other commits. */
export interface RawSignal {
  /** Inserts one row and says so in one transaction. Resolves when the other one heard it. */
  send(): Promise<void>;
  close(): Promise<void>;
}

/** An empty database for one bench, and the driver beside it. */
export interface BenchDatabase {
  /** For people: SQLite or PostgreSQL. */
  readonly title: string;
  /** The client that the engine gets, with the pool that Backstage makes. */
  readonly knex: Knex;
  /** Settings of such a client, for a process of its own. */
  readonly settings: Knex.Config;
  /** A client of another process, with a pool of its own, where several may use the database. */
  another?(): Knex;
  /** Whether connections write side by side; else one is the baseline of all. */
  readonly parallel: boolean;
  /** A connection to a table of its own, as durable as the engine's. */
  connect(): Promise<RawConnection>;
  /** Two connections to that table, where one hears the other. */
  connectSignal?(): Promise<RawSignal>;
  /** Ends all connections and removes everything. */
  remove(): Promise<void>;
}

/** Opens empty databases of one kind. */
export interface BenchServer {
  readonly title: string;
  open(): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

/** What each raw commit writes. */
export const RAW_ROW = 'x'.repeat(300);
