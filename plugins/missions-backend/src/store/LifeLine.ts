import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { clearLife, LIFE_LOCKS } from './operations/replicaLives';

/** The largest key: an integer of the database. */
const MOST_KEY = 2_147_483_647;
/**
 * In so many milliseconds after its lock is gone a process that lives has said
 * so, or holds nothing more. Others wait longer (`LIFE_GRACE_MS`).
 */
const SAY_SO_MS = 250;
/** Between two times that it tries to say so. */
const RETRY_MS = 100;
/**
 * What a whole server that is down or starts up says: then nobody takes over. One
 * that has no more connections is none of these: others may have theirs.
 */
const SERVER_DOWN = ['ECONNREFUSED', '57P01', '57P02', '57P03'];

/** A connection of which it was proven that its session is its own. */
interface Session {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/**
 * Shows others that this process lives: a lock of a session of the database,
 * which ends with the process, at once however it ends. A process that is only
 * suspended keeps it. What the key of the lock is stands in `worker_replicas`.
 *
 * When the session ends and the process does not, it takes the key back before
 * others may believe that it is dead. Where it cannot, it was cut off, and
 * whoever holds leases lets them go, as another replica may take them. It waits
 * on where the whole server is down: those who take over have to see it for a
 * while before they judge anybody.
 */
export class LifeLine {
  readonly #db: Knex;
  readonly #listeners = new Set<() => void>();
  #key: number | undefined;
  #since: number | undefined;
  #closed = false;
  /** Keys that it has not taken back yet. */
  #inDoubt = 0;
  /** Sessions that were lost. */
  #sessions = 0;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Key of the lock that is held now. */
  get key(): number | undefined {
    return this.#key;
  }

  /** Milliseconds for which it has held a lock without a break; 0: it has none. */
  get heldMs(): number {
    return this.#since === undefined ? 0 : performance.now() - this.#since;
  }

  /** It lost its lock, and has not said yet that it lives: others may take over what it takes now. */
  get isInDoubt(): boolean {
    return this.#inDoubt > 0;
  }

  /** Calls when others may take over what this process holds. Returns how to stop. */
  onCutOff(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a lock of its own on a session. Rejects as the session does. */
  async hold(session: Session): Promise<void> {
    const key = randomInt(1, MOST_KEY);
    const sessions = this.#sessions;
    await session.query('SELECT pg_advisory_lock($1, $2)', [LIFE_LOCKS, key]);
    if (sessions === this.#sessions) {
      this.#key = key;
      this.#since = performance.now();
    }
  }

  /** Its session is gone: says that this is not the end of the process. */
  lost(): void {
    const key = this.#key;
    this.#sessions += 1;
    this.#key = undefined;
    this.#since = undefined;
    if (key !== undefined && !this.#closed) {
      void this.#takeBack(key);
    }
  }

  /** It ends: nobody is told any more. */
  close(): void {
    this.#closed = true;
  }

  async #takeBack(key: number): Promise<void> {
    this.#inDoubt++;
    let isDone = false;
    let isDown = false;
    let isLate = false;
    let isCutOff = false;
    const judge = () => {
      if (isLate && !isDone && !isDown && !isCutOff) {
        isCutOff = true;
        this.#listeners.forEach(listener => listener());
      }
    };
    const late = setTimeout(() => {
      isLate = true;
      judge();
    }, SAY_SO_MS);
    while (!isDone && !this.#closed) {
      try {
        await clearLife({ tx: this.#db, key });
        isDone = true;
      } catch (error) {
        isDown = SERVER_DOWN.includes(
          String((error as { code?: string }).code),
        );
        judge();
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    this.#inDoubt--;
    clearTimeout(late);
  }
}
