import type { Knex } from 'knex';
import { newId } from './newId';
import { MOST_RUNS, parseReplicaNews, type ReplicaNews } from './replicaNews';

/** All replicas of all portals on one database; ids of runs are unique. */
const CHANNEL = 'mission_control_runs';
/** A replica listens to itself this often: a connection may be dead and not know it. */
const ECHO_MS = 15_000;
/** How long a connection may take to listen, or to end. */
const PATIENCE_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;

/** The part of a connection of `pg` that is used. */
interface Connection {
  query(sql: string, values?: unknown[]): Promise<unknown>;
  on(event: 'notification', hear: (_: { payload?: string }) => void): unknown;
  on(event: 'error' | 'end', lost: () => void): unknown;
  end(): Promise<void>;
}

export interface ReplicaChannelOptions {
  readonly db: Knex;
  /** Must not throw and must not block. */
  onNews(news: ReplicaNews): void;
  /** Told once each time that it becomes deaf. */
  onDeaf?(reason: string): void;
  /** Told once of each connection whose session is its own: news came back by it. */
  onProven?(connection: Pick<Connection, 'query'>): Promise<void>;
  /** Told when such a connection is gone. */
  onGone?(): void;
  /** Milliseconds between two times that it listens to itself. */
  readonly echoMs?: number;
}

/**
 * Tells other replicas at once what is new, and hears it of them, by LISTEN and
 * NOTIFY on a connection of its own. It only hurries: whoever needs news polls
 * as well, so that nothing is lost while it is deaf, behind a pooler of
 * transactions for ever.
 *
 * News are told after the commit and not within it, where NOTIFY would let one
 * transaction of the whole database commit at a time. While a message is on its
 * way, further news are gathered for the next one.
 */
export class ReplicaChannel {
  readonly #options: ReplicaChannelOptions;
  readonly #id = newId();
  #connection: Connection | undefined;
  #closed = false;
  #pauseMs = FIRST_PAUSE_MS;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #echo: ReturnType<typeof setInterval> | undefined;
  #awaitsEcho = false;
  #proven: Connection | undefined;
  #toldDeaf = false;
  #sending = false;
  #wake = false;
  readonly #runs = new Map<string, { cancelling: boolean }>();

  private constructor(options: ReplicaChannelOptions) {
    this.#options = options;
  }

  static create(options: ReplicaChannelOptions): ReplicaChannel {
    return new ReplicaChannel(options);
  }

  /** Begins to listen. Resolves when the first attempt has ended, however it did. */
  async open(): Promise<void> {
    await this.#connect();
  }

  /** Tells what is committed. Nothing is kept while nobody can be told. */
  tell(
    runId: string,
    what: { wake?: boolean; cancelling?: boolean } = {},
  ): void {
    if (!this.#connection) {
      return;
    }
    const cancelling =
      what.cancelling === true || this.#runs.get(runId)?.cancelling === true;
    this.#runs.set(runId, { cancelling });
    this.#wake ||= what.wake === true;
    if (!this.#sending) {
      void this.#send();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#echo);
    clearTimeout(this.#pause);
    await this.#drop();
  }

  async #connect(): Promise<void> {
    let connection: Connection | undefined;
    try {
      const raw: Connection =
        await this.#options.db.client.acquireRawConnection();
      connection = raw;
      raw.on('notification', ({ payload }) => this.#hear(raw, payload));
      raw.on('error', () => this.#lost(raw, 'the connection broke'));
      raw.on('end', () => this.#lost(raw, 'the connection ended'));
      await within(PATIENCE_MS, raw.query(`LISTEN ${CHANNEL}`));
      if (this.#closed) {
        await ended(raw);
        return;
      }
      this.#connection = raw;
      this.#awaitsEcho = false;
      clearInterval(this.#echo);
      this.#echo = setInterval(
        () => this.#listenToItself(raw),
        this.#options.echoMs ?? ECHO_MS,
      );
      this.#echo.unref();
      await this.#listenToItself(raw);
    } catch (error) {
      if (connection) {
        await ended(connection);
      }
      this.#deaf(String(error));
    }
  }

  /**
   * What it says by a connection of the pool has to come back by its own, as
   * what others say: by the same one, a pooler would give it back even where it
   * gives back nothing else.
   */
  async #listenToItself(connection: Connection): Promise<void> {
    if (this.#connection !== connection) {
      return;
    }
    if (this.#awaitsEcho) {
      this.#lost(
        connection,
        'notifications do not arrive, as behind a pooler of transactions',
      );
      return;
    }
    this.#awaitsEcho = true;
    try {
      await this.#options.db.raw('SELECT pg_notify(?, ?) AS echo', [
        CHANNEL,
        this.#written({ runIds: [], cancelling: [], wake: false }),
      ]);
    } catch {
      // The pool is empty or the database away: nobody says anything now.
      this.#awaitsEcho = false;
    }
  }

  #hear(connection: Connection, payload: string | undefined): void {
    const news = parseReplicaNews(payload);
    if (news?.from === this.#id) {
      this.#prove(connection);
      this.#awaitsEcho = false;
      this.#toldDeaf = false;
      this.#pauseMs = FIRST_PAUSE_MS;
    } else if (news) {
      this.#options.onNews(news);
    }
  }

  #prove(connection: Connection): void {
    const { onProven } = this.#options;
    if (onProven && this.#proven !== connection && !this.#closed) {
      this.#proven = connection;
      onProven.call(this.#options, connection).catch(error => {
        this.#lost(connection, String(error));
      });
    }
  }

  async #send(): Promise<void> {
    this.#sending = true;
    while (this.#connection && (this.#wake || this.#runs.size > 0)) {
      const taken = [...this.#runs].slice(0, MOST_RUNS);
      const wake = this.#wake;
      this.#wake = false;
      for (const [runId] of taken) {
        this.#runs.delete(runId);
      }
      await this.#notify(this.#connection, {
        runIds: taken.map(([runId]) => runId),
        cancelling: taken.flatMap(([runId, { cancelling }]) =>
          cancelling ? [runId] : [],
        ),
        wake,
      });
    }
    this.#sending = false;
  }

  async #notify(
    connection: Connection,
    news: Omit<ReplicaNews, 'from'>,
  ): Promise<void> {
    try {
      await connection.query('SELECT pg_notify($1, $2)', [
        CHANNEL,
        this.#written(news),
      ]);
    } catch (error) {
      this.#lost(connection, String(error));
    }
  }

  #written(news: Omit<ReplicaNews, 'from'>): string {
    return JSON.stringify({ from: this.#id, ...news });
  }

  #lost(connection: Connection, reason: string): void {
    if (this.#connection === connection) {
      void this.#drop();
      this.#deaf(reason);
    }
  }

  /** Says it once, and tries again after a pause that grows. */
  #deaf(reason: string): void {
    if (this.#closed) {
      return;
    }
    if (!this.#toldDeaf) {
      this.#toldDeaf = true;
      this.#options.onDeaf?.(reason);
    }
    this.#pause = setTimeout(() => void this.#connect(), this.#pauseMs);
    this.#pause.unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, MAX_PAUSE_MS);
  }

  async #drop(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    if (this.#proven) {
      this.#proven = undefined;
      this.#options.onGone?.();
    }
    this.#runs.clear();
    this.#wake = false;
    if (connection) {
      await ended(connection);
    }
  }
}

/** Ends a connection, or gives it up: one that is half dead takes minutes. */
async function ended(connection: Connection): Promise<void> {
  await within(PATIENCE_MS, connection.end()).catch(() => undefined);
}

/** Rejects when it takes longer than that. */
async function within<T>(
  milliseconds: number,
  promise: Promise<T>,
): Promise<T> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    limit = setTimeout(
      () => reject(new Error(`No answer within ${milliseconds / 1_000} s`)),
      milliseconds,
    );
    limit.unref();
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(limit);
  }
}
