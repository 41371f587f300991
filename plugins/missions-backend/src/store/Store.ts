import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { MissionSpec } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { DatabaseHealth } from '../database';
import { type EngineRules, defaultRules } from '../engine';
import { Sealer } from '../sealing';
import { Telemetry } from '../telemetry';
import { type Dialect, dialectOf } from './dialect';
import { explainOpening } from './explainOpening';
import { ListedMissions } from './ListedMissions';
import { MissionVersions } from './MissionVersions';
import { ProcessLock } from './ProcessLock';
import { noteStoreErrors } from './isStoreError';
import { keepStatements } from './keepStatements';
import { commitBatch } from './change/commitBatch';
import { commitBirths } from './change/commitBirths';
import { CommitQueue } from './change/CommitQueue';
import { DatabaseClock } from './change/DatabaseClock';
import { type KeptNews, LiveRun } from './change/LiveRun';
import { LiveRuns } from './change/LiveRuns';
import { migrate } from './migrate';
import { LifeLine } from './LifeLine';
import { ReplicaChannel } from './ReplicaChannel';
import { RunChange } from './RunChange';
import { RunFeed } from './RunFeed';
import type { Taking, RunTaker } from './RunTaker';
import { SchemaGuard } from './SchemaGuard';
import { letGo } from './letGo';
import { changeHeld, type HeldChange } from './changeHeld';
import type { Lease } from './operations/claimTarget';
import { finishChange } from './finishChange';
import type { LogRecord } from './types';

const MIGRATIONS = resolvePackagePath(
  '@mission-control/plugin-missions-backend',
  'migrations',
);

const LONG_AGO = '1970-01-01T00:00:00.000Z';

/** What a store needs. `database` is Backstage's service, or a knex client in tests. */
export interface StoreOptions {
  readonly database: StoreDatabase | Knex;
  readonly sealer?: Sealer;
  readonly rules?: EngineRules;
  readonly feed?: RunFeed;
  readonly telemetry?: Telemetry;
}

/** The part of Backstage's DatabaseService that is used. */
export interface StoreDatabase {
  getClient(): Promise<Knex>;
  migrations?: { skip?: boolean };
}

/**
 * State of runs in the database. Changes of a run go through `changeRun`;
 * each verb is a function of `operations/`, which takes the change or a
 * transaction. Reading is free: `db` for queries of services.
 */
export class Store {
  readonly db: Knex;
  readonly dialect: Dialect;
  readonly sealer: Sealer;
  readonly rules: EngineRules;
  readonly feed: RunFeed;
  readonly telemetry: Telemetry;
  /** Whether the database serves, as everybody who asks it sees. */
  readonly health: DatabaseHealth;
  readonly versions = new MissionVersions();
  /** All missions, for lists and searches. */
  readonly listedMissions = new ListedMissions();
  /** Runs that this process works on. */
  readonly live: LiveRuns;
  /** Shows other replicas that this process lives. */
  readonly life: LifeLine;
  readonly #clock = new DatabaseClock();
  /** Whether the database was upgraded beyond this engine. */
  readonly schema: SchemaGuard;
  /** Migrations of a newer version beside which this one goes on. */
  readonly newerMigrations: readonly string[];
  readonly #lock: ProcessLock | undefined;
  readonly #wakeListeners = new Set<() => void>();
  #channel: ReplicaChannel | undefined;
  readonly #takers = new Set<RunTaker>();

  private constructor(
    db: Knex,
    options: StoreOptions,
    opened: {
      lock: ProcessLock | undefined;
      schema: SchemaGuard;
      newerMigrations: readonly string[];
    },
  ) {
    this.db = db;
    this.dialect = dialectOf(db);
    this.sealer = options.sealer ?? new Sealer();
    this.rules = options.rules ?? defaultRules;
    this.feed = options.feed ?? new RunFeed();
    this.telemetry = options.telemetry ?? Telemetry.create();
    this.health = DatabaseHealth.watch(db);
    this.life = new LifeLine(db);
    noteStoreErrors(db);
    const queueOf = (commit: typeof commitBatch) =>
      new CommitQueue(async batch => {
        try {
          return await this.#timed(() => commit(db, this.dialect, batch));
        } catch (error) {
          // On SQLite it is no query of knex, which would have told it.
          this.health.failed(error);
          throw error;
        }
      });
    const commits = queueOf(commitBatch);
    const births = this.dialect.setsOfRows ? queueOf(commitBirths) : commits;
    this.live = new LiveRuns(
      runId =>
        new LiveRun({
          runId,
          db,
          commits,
          births,
          onKept: news => {
            this.health.kept();
            this.published(runId, news);
          },
        }),
    );
    this.#lock = opened.lock;
    this.schema = opened.schema;
    this.newerMigrations = opened.newerMigrations;
  }

  /**
   * Opens the database: pragmas, migrations (unless skipped), and the lock of
   * the one process where the dialect allows only one. Throws DATABASE_BUSY,
   * DATABASE_UNAVAILABLE and SCHEMA_NEWER.
   */
  static async create(options: StoreOptions): Promise<Store> {
    const service = options.database as Partial<StoreDatabase>;
    const db = service.getClient
      ? await service.getClient()
      : (options.database as Knex);
    const dialect = dialectOf(db);
    const schema = new SchemaGuard();
    let lock: ProcessLock | undefined;
    let newerMigrations: readonly string[] = [];
    await explainOpening(db, async () => {
      for (const pragma of dialect.pragmas) {
        await db.raw(pragma);
      }
      if (dialect.singleProcess) {
        lock = await ProcessLock.takeBeforeMigrations({ db, dialect });
      }
      try {
        newerMigrations = await migrate({
          db,
          dialect,
          directory: MIGRATIONS,
          schema,
          skip: service.getClient !== undefined && service.migrations?.skip,
        });
      } catch (error) {
        await lock?.release();
        throw error;
      }
    });
    if (dialect.singleProcess) {
      lock ??= await ProcessLock.take({ db, dialect });
      await lock.guardTables();
    }
    if (lock) {
      await keepStatements(db);
      // Nobody else can be alive: what the process before held is free now.
      await db('run_targets')
        .whereNotNull('lease_owner')
        .update({ lease_until: LONG_AGO });
      await db('worker_replicas').delete();
      await db('sealing_rotation').update({ lease_until: LONG_AGO });
    }
    return new Store(db, options, { lock, schema, newerMigrations });
  }

  /**
   * Runs fn in a transaction; it is rolled back when fn throws. Throws
   * SCHEMA_NEWER.
   */
  async transaction<T>(fn: (tx: Knex.Transaction) => Promise<T>): Promise<T> {
    return this.db.transaction(async tx => {
      await this.schema.guard(tx);
      return fn(tx);
    });
  }

  /** The database's clock. */
  async now(db: Knex | Knex.Transaction = this.db): Promise<Date> {
    const [row] = this.dialect.rows<{ now: string }>(
      await db.raw(`SELECT ${this.dialect.now} AS now`),
    );
    this.#clock.heard(row.now);
    return new Date(row.now);
  }

  /** The database's clock, as this process counts it. */
  async countedNow(): Promise<Date> {
    return this.#clock.now() ?? this.now();
  }

  /** Who takes new runs in this process, until the returned function is called. */
  takeNew(taker: RunTaker): () => void {
    this.#takers.add(taker);
    return () => this.#takers.delete(taker);
  }

  /** Who takes a new run in this process; undefined: it goes to the queue. */
  offer(): Taking | undefined {
    for (const taker of this.#takers) {
      const taking = taker.offer();
      if (taking) {
        return taking;
      }
    }
    return undefined;
  }

  /** The immutable spec of a mission version. Throws NOT_FOUND. */
  async spec(ref: string, version: string): Promise<MissionSpec> {
    return (await this.versions.get(this.db, ref, version)).spec;
  }

  /**
   * Changes one run: locks it, applies fn, coordinates the run, wakes targets
   * that wait for others, rolls its state up, numbers the events, commits, and
   * then tells listeners. Undefined when there is no such run. Throw inside fn
   * to change nothing. Throws SCHEMA_NEWER, and with `lockMs` the database's
   * error when somebody else holds the run for longer than so many milliseconds.
   */
  async changeRun<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T>,
    { lockMs }: { readonly lockMs?: number } = {},
  ): Promise<T | undefined> {
    await this.live.settled(runId);
    const done = await this.#timed(() =>
      this.db.transaction(async tx => {
        if (lockMs !== undefined && this.dialect.lockLimit) {
          await tx.raw(this.dialect.lockLimit(lockMs));
        }
        const change = await RunChange.begin(tx, this.dialect, runId);
        if (!change) {
          await this.schema.guard(tx);
          return undefined;
        }
        this.#clock.heard(change.now);
        const value = await fn(change);
        const events = await finishChange(change, this);
        const { wake, freed, logged } = change;
        return { value, events, wake, freed, logged };
      }),
    );
    this.live.forget(runId);
    if (done) {
      this.health.kept();
      this.published(runId, done);
      if (done.freed) {
        await letGo(this, { endedRun: runId });
      }
    }
    return done?.value;
  }

  /** Changes a run for the holder of a lease: see {@link changeHeld}. */
  async changeHeld(
    live: LiveRun,
    lease: Lease,
    fn: HeldChange,
    options?: { later?: boolean },
  ): Promise<boolean> {
    return changeHeld(this, live, lease, fn, options);
  }

  async #timed<T>(commit: () => Promise<T>): Promise<T> {
    const sentAt = performance.now();
    let result = 'rolled_back';
    try {
      const value = await commit();
      result = 'committed';
      return value;
    } finally {
      this.telemetry.record(
        'missions.commit.duration',
        (performance.now() - sentAt) / 1000,
        { 'missions.commit.result': result },
      );
    }
  }

  /** Tells listeners about what was committed. */
  published(runId: string, { events, wake, logged }: KeptNews): void {
    for (const event of events) {
      this.feed.publish({ kind: 'event', runId, event });
    }
    for (const line of logged) {
      this.feed.publish({ kind: 'log', runId, line });
    }
    if (wake) {
      this.notifyWork();
    }
    if (wake || events.length > 0) {
      const cancelling = events.some(
        ({ type }) => type === 'target.cancelling',
      );
      this.#channel?.tell(runId, { wake, cancelling });
    }
  }

  /** Tells listeners about committed lines of a run's log. */
  publishedLines(runId: string, lines: readonly LogRecord[]): void {
    for (const line of lines) {
      this.feed.publish({ kind: 'log', runId, line });
    }
    if (lines.length > 0) {
      this.#channel?.tell(runId);
    }
  }

  /**
   * Hears of other replicas at once, where the database can tell, until it is
   * closed. Without it, or while it is deaf, they are heard by those who poll.
   * Resolves when it hears them, or could not for now.
   */
  async hearReplicas(onDeaf?: (reason: string) => void): Promise<void> {
    if (!this.dialect.notifies) {
      return;
    }
    this.#channel = ReplicaChannel.create({
      db: this.db,
      onDeaf,
      onProven: session => this.life.hold(session),
      onGone: () => this.life.lost(),
      onNews: ({ runIds, cancelling, wake }) => {
        for (const runId of runIds) {
          this.feed.publish({
            kind: 'elsewhere',
            runId,
            cancelling: cancelling.includes(runId),
          });
        }
        if (wake) {
          this.notifyWork();
        }
      },
    });
    await this.#channel.open();
  }

  /** Calls every worker of this process: there may be something to claim. */
  notifyWork(): void {
    for (const listener of this.#wakeListeners) {
      listener();
    }
  }

  /** Subscribes to {@link notifyWork}. Returns how to stop. */
  onWork(listener: () => void): () => void {
    this.#wakeListeners.add(listener);
    return () => this.#wakeListeners.delete(listener);
  }

  /**
   * Aborted when another process took over the database of this one, with the
   * reason. Every write is refused from then on; the process should end.
   */
  get lost(): AbortSignal | undefined {
    return this.#lock?.lost;
  }

  /** Gives the process lock back. The client belongs to Backstage. */
  async close(): Promise<void> {
    this.life.close();
    await this.#channel?.close();
    await this.#lock?.release();
  }
}
