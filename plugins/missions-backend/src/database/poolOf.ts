import type { Knex } from 'knex';

/** The part of tarn's pool that is used. */
export interface ConnectionPool {
  /** Somebody asked for a connection and got none. */
  on(
    event: 'acquireFail',
    listener: (id: number, error: unknown) => void,
  ): void;
}

/** The pool of connections behind a client; undefined where it has none. */
export function poolOf(db: Knex): ConnectionPool | undefined {
  return db.client.pool;
}
