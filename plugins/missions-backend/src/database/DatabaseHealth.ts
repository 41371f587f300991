import type { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { poolOf } from './poolOf';
import {
  databaseUnavailable,
  noConnection,
  unavailableReason,
} from './unavailable';

/** Since when the database refuses, and why. */
export interface DatabaseTrouble {
  readonly since: Date;
  readonly error: MissionError;
}

interface Query {
  readonly method?: string;
  readonly __knexTxId?: string;
}

const WRITES = new Set(['insert', 'update', 'del']);

/**
 * A disk without room still keeps what is small, between what it refuses. It is
 * believed when it refused nothing for so long: work that failed has rested and
 * was tried again by then.
 */
const BELIEVE_MS = 8_000;

/**
 * Watches what the database answers to everybody: trouble begins with a query
 * that it could not serve, and ends with the next one that it serves. A full
 * disk reads well: there, only a write that it kept is the end, and only some
 * seconds after the last one that it refused.
 */
export class DatabaseHealth {
  #trouble: DatabaseTrouble | undefined;
  /** By the clock that nobody sets. */
  #refusedAt = -Infinity;

  private constructor() {}

  static watch(db: Knex): DatabaseHealth {
    const health = new DatabaseHealth();
    db.on('query-error', (error: unknown) => health.failed(error));
    // A query that gets no connection never begins, and is no query's error.
    poolOf(db)?.on('acquireFail', (_id, error) => {
      health.#is(noConnection(error));
    });
    db.on('query-response', (_response: unknown, query: Query) => {
      // Inside a transaction nothing is kept before its COMMIT.
      if (WRITES.has(query.method ?? '') && !query.__knexTxId) {
        health.kept();
      } else {
        health.#served();
      }
    });
    return health;
  }

  get trouble(): DatabaseTrouble | undefined {
    return this.#trouble;
  }

  /** Something failed; only what the database could not serve is trouble. */
  failed(error: unknown): void {
    const unavailable = databaseUnavailable(error);
    if (unavailable) {
      this.#is(unavailable);
    }
  }

  /** A write was kept. */
  kept(): void {
    if (
      !this.#isOfWrites ||
      performance.now() - this.#refusedAt >= BELIEVE_MS
    ) {
      this.#trouble = undefined;
    }
  }

  #is(error: MissionError): void {
    this.#refusedAt = performance.now();
    this.#trouble = { since: this.#trouble?.since ?? new Date(), error };
  }

  #served(): void {
    if (!this.#isOfWrites) {
      this.#trouble = undefined;
    }
  }

  /** What the database refuses is to be written. */
  get #isOfWrites(): boolean {
    return unavailableReason(this.#trouble?.error.cause)?.reads === true;
  }
}
