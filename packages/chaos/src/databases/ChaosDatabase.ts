import type { Knex } from 'knex';
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
  /** Cuts all connections of the engines; undefined where there are none to cut. */
  readonly sever?: () => Promise<void>;
  /** Ends what the look needs, and removes everything. */
  remove(): Promise<void>;
}
