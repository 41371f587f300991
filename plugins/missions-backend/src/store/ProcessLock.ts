import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  errorCatalogue,
  MissionError,
} from '@mission-control/plugin-missions-common';
import {
  isProvenGone,
  placeOfThisProcess,
  type ProcessPlace,
} from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import { installWriteFence } from './writeFence';

/** A holder that did not renew for so long is gone, wherever it ran. */
const LEASE_MS = 6_000;
/** Renewals within a lease. */
const BEATS = 4;
const POLL_MS = 200;
/** This process, as opposed to one with the same id in another container. */
const INSTANCE = randomUUID();

/** What {@link ProcessLock.take} needs; all but the first two for tests. */
export interface ProcessLockOptions {
  readonly db: Knex;
  readonly dialect: Dialect;
  /** Random id of the process that takes it. */
  readonly owner?: string;
  readonly place?: ProcessPlace;
  readonly leaseMs?: number;
}

interface Holder extends ProcessPlace {
  readonly owner: string;
  readonly renewedAt: string;
  /** By the clock of the database. */
  readonly stale: boolean;
}

/**
 * One process at a time may use a SQLite file. The lock is a row that its
 * holder renews. It changes hands when its holder gives it back, is proven to
 * be gone, or did not renew for a lease.
 *
 * A holder that was suspended for longer than that finds the row taken: from
 * then on the database refuses what it writes (see `writeFence.ts`), and `lost`
 * is aborted as soon as its own timers run again.
 */
export class ProcessLock {
  readonly #db: Knex;
  readonly #dialect: Dialect;
  readonly #owner: string;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #lost = new AbortController();

  private constructor(options: ProcessLockOptions, owner: string) {
    this.#db = options.db;
    this.#dialect = options.dialect;
    this.#owner = owner;
    this.#timer = setInterval(() => {
      this.#renew().catch(() => undefined);
    }, (options.leaseMs ?? LEASE_MS) / BEATS);
    this.#timer.unref();
  }

  /**
   * Takes it; waits for at most a lease for a holder that may be gone. Throws
   * DATABASE_BUSY when the holder renews it meanwhile, so it lives.
   */
  static async take(options: ProcessLockOptions): Promise<ProcessLock> {
    const { db, leaseMs = LEASE_MS, owner = INSTANCE } = options;
    const begun = performance.now();
    let seen: Holder | undefined;
    for (;;) {
      const patient = performance.now() - begun < leaseMs;
      const held = await tryToTake(options, owner, patient ? undefined : seen);
      if (!held) {
        await installWriteFence(db, owner);
        return new ProcessLock(options, owner);
      }
      if (seen && !isSameBeat(seen, held)) {
        throw await busy(options, held);
      }
      seen = held;
      await sleep(Math.min(POLL_MS, leaseMs / BEATS));
    }
  }

  /**
   * Takes it before the schema is brought up to date, where there is one to
   * take: a newer version must not change the tables of a process that lives.
   */
  static async takeBeforeMigrations(
    options: ProcessLockOptions,
  ): Promise<ProcessLock | undefined> {
    return (await options.db.schema.hasColumn('process_lock', 'proof'))
      ? ProcessLock.take(options)
      : undefined;
  }

  /** Guards tables, too, that were made since it was taken. */
  async guardTables(): Promise<void> {
    await installWriteFence(this.#db, this.#owner);
  }

  /** Aborted, with a message for people, once another process has it. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#db('process_lock').where({ owner: this.#owner }).delete();
  }

  async #renew(): Promise<void> {
    const renewed = await this.#db('process_lock')
      .where({ owner: this.#owner })
      .update({ renewed_at: this.#db.raw(this.#dialect.now) });
    if (renewed > 0 || this.lost.aborted) {
      return;
    }
    clearInterval(this.#timer);
    const holder = await readHolder(this.#db, this.#dialect, LEASE_MS);
    this.#lost.abort(
      new MissionError(
        'DATABASE_BUSY',
        `This process did not renew its lock of the SQLite file ${await fileOf(
          this.#db,
        )} in time, and ${
          holder ? describe(holder) : 'another process'
        } took over. It writes nothing more and ends.`,
      ),
    );
  }
}

/**
 * Undefined when the lock is ours now, else who holds it. `overdue` is a holder
 * that was watched for a lease: if it has not moved, it is gone too.
 */
async function tryToTake(
  { db, dialect, place = placeOfThisProcess(), leaseMs }: ProcessLockOptions,
  owner: string,
  overdue: Holder | undefined,
): Promise<Holder | undefined> {
  return db.transaction(async tx => {
    // The write comes first: it makes two takers wait for each other.
    const free = dialect.rows(
      await tx.raw(
        `INSERT INTO process_lock (id, owner, host, pid, proof, renewed_at)
         VALUES (1, ?, ?, ?, ?, ${dialect.now})
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        [owner, place.host, place.pid, place.proof ?? null],
      ),
    );
    if (free.length > 0) {
      return undefined;
    }
    const held = await readHolder(tx, dialect, leaseMs ?? LEASE_MS);
    const gone =
      !held ||
      held.owner === owner ||
      held.stale ||
      isProvenGone(held) ||
      (overdue !== undefined && isSameBeat(overdue, held));
    if (!gone) {
      return held;
    }
    await tx('process_lock')
      .where({ id: 1 })
      .update({
        owner,
        host: place.host,
        pid: place.pid,
        proof: place.proof ?? null,
        renewed_at: tx.raw(dialect.now),
      });
    return undefined;
  });
}

async function readHolder(
  db: Knex,
  dialect: Dialect,
  leaseMs: number,
): Promise<Holder | undefined> {
  const row = await db('process_lock')
    .where({ id: 1 })
    .first(
      'owner',
      'host',
      'pid',
      'proof',
      'renewed_at',
      db.raw(`renewed_at < ${dialect.nowPlus} AS stale`, [-leaseMs]),
    );
  return (
    row && {
      owner: row.owner,
      host: row.host,
      pid: row.pid,
      proof: row.proof ?? undefined,
      renewedAt: row.renewed_at,
      stale: Boolean(row.stale),
    }
  );
}

function isSameBeat(a: Holder, b: Holder): boolean {
  return a.owner === b.owner && a.renewedAt === b.renewedAt;
}

async function busy(
  { db }: ProcessLockOptions,
  holder: Holder,
): Promise<MissionError> {
  const { remedy } = errorCatalogue.DATABASE_BUSY;
  return new MissionError(
    'DATABASE_BUSY',
    `The SQLite file ${await fileOf(db)} is used by ${describe(
      holder,
    )}, and only one process may use it. ${remedy}`,
    { details: { host: holder.host, pid: holder.pid } },
  );
}

function describe({ host, pid, renewedAt }: Holder): string {
  return `process ${pid} on ${host} (last seen ${renewedAt})`;
}

/** The path of the file, for people; an in-memory database has none. */
async function fileOf(db: Knex): Promise<string> {
  const [main] = await db.raw(
    `SELECT file FROM pragma_database_list WHERE name = 'main'`,
  );
  return main?.file || ':memory:';
}
