import type { Knex } from 'knex';
import type { SmallDisk } from 'testbed';
import type { EngineSettings } from '../engine/EngineSettings';

/** An empty database that engines share, and a look into it from outside. */
export interface ChaosDatabase {
  /** For people: SQLite or PostgreSQL. */
  readonly title: string;
  readonly settings: EngineSettings['database'];
  /** How many engines may use it at once. */
  readonly engines: number;
  /** Only reads. */
  readonly truth: () => Knex;
  /** Undefined: it is a file. */
  readonly server?: ChaosServer;
  /** What a server keeps things on; undefined where this process may not mount one. */
  readonly disk?: Pick<SmallDisk, 'fill' | 'free'>;
  /** Ends what the look needs, and removes everything. */
  remove(): Promise<void>;
}

/** What can happen to a server that a database is on. */
export interface ChaosServer {
  /** Cuts all connections of the engines. */
  sever(): Promise<void>;
  /** Takes connections from nobody, and cuts what there are, until told otherwise. */
  setOpen(open: boolean): Promise<void>;
  /** Takes every connection that there is, those of the engines first. Answers what gives them back. */
  crowd(): Promise<() => Promise<void>>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Ends it as an administrator does. */
  shutDown(): Promise<void>;
  /** Resolves when it serves, whether it has ended or not. */
  start(): Promise<void>;
}
