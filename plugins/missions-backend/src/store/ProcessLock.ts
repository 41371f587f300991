import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Dialect } from './dialect';

const RENEW_MS = 5_000;
/** A holder that did not renew for so long is gone, wherever it ran. */
const STALE_MS = 20_000;

/** Whether a process of this machine is alive. */
export type IsAlive = (pid: number) => boolean;

/**
 * One process at a time may use a SQLite file. The lock is a row that its
 * holder renews; a holder of this machine that is dead, or one that stopped
 * renewing, loses it, so that a killed process blocks nobody.
 */
export class ProcessLock {
  readonly #db: Knex;
  readonly #dialect: Dialect;
  readonly #owner: string;
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(db: Knex, dialect: Dialect, owner: string) {
    this.#db = db;
    this.#dialect = dialect;
    this.#owner = owner;
    this.#timer = setInterval(() => {
      this.#renew().catch(() => undefined);
    }, RENEW_MS);
    this.#timer.unref();
  }

  /** Throws DATABASE_BUSY when another living process holds it. */
  static async take(
    db: Knex,
    dialect: Dialect,
    isAlive: IsAlive = isProcessAlive,
    pid: number = process.pid,
  ): Promise<ProcessLock> {
    const owner = randomUUID();
    const host = hostname();
    await db.transaction(async tx => {
      const mine = { owner, host, pid, renewed_at: tx.raw(dialect.now) };
      // The write comes first: it makes two takers wait for each other.
      const free = dialect.rows(
        await tx.raw(
          `INSERT INTO process_lock (id, owner, host, pid, renewed_at)
           VALUES (1, ?, ?, ?, ${dialect.now})
           ON CONFLICT (id) DO NOTHING RETURNING id`,
          [owner, host, pid],
        ),
      );
      if (free.length > 0) {
        return;
      }
      const held = await tx('process_lock')
        .where({ id: 1 })
        .first(
          'host',
          'pid',
          tx.raw(`renewed_at < ${dialect.nowPlus} AS stale`, [-STALE_MS]),
        );
      const dead =
        held.host === host && (held.pid === pid || !isAlive(held.pid));
      if (!held.stale && !dead) {
        throw new MissionError(
          'DATABASE_BUSY',
          `Process ${held.pid} on ${held.host} uses this ${dialect.title} database`,
        );
      }
      await tx('process_lock').where({ id: 1 }).update(mine);
    });
    return new ProcessLock(db, dialect, owner);
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#db('process_lock').where({ owner: this.#owner }).delete();
  }

  async #renew(): Promise<void> {
    await this.#db('process_lock')
      .where({ owner: this.#owner })
      .update({ renewed_at: this.#db.raw(this.#dialect.now) });
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
