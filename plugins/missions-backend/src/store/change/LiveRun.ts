import type { Knex } from 'knex';
import type { CommitQueue } from './CommitQueue';
import type { Lease } from '../operations/claimTarget';
import type { EventRecord, LogRecord } from '../types';
import { type Row, RunRows } from './RunRows';
import { WriteSet } from './WriteSet';

/** Refusals in a row after which a run is changed in transactions only. */
const MOST_REFUSALS = 3;
/** For so many changes then. */
const CAUTIOUS_CHANGES = 50;
/** The same after an error that may be of one of several targets: alone, each has its own. */
const CAUTIOUS_AFTER_ERROR = 10;
/** So many changes wait for their commit at the most. */
const MOST_PENDING = 32;

/** What is known of a run, read at one revision or later, and what was changed since. */
export interface KnownRun {
  revision: number;
  row: Row;
  readonly rows: RunRows;
}

/** A change that went by what is known. */
export interface KnownChange {
  readonly lease: Lease;
  readonly writes: WriteSet;
  /** Columns of the run. */
  readonly columns: Row;
  readonly events: readonly EventRecord[];
  readonly wake: boolean;
  readonly logged: readonly LogRecord[];
}

/** What became known to all by a commit. */
export type KeptNews = Pick<KnownChange, 'events' | 'wake' | 'logged'>;

/** What a holder saw of its target came to nothing: it has to look again. */
export class StaleView extends Error {
  constructor(runId: string) {
    super(`What was known of run ${runId} no longer holds`);
    this.name = 'StaleView';
  }
}

/** Changes that wait for one commit. */
interface Pending {
  readonly writes: WriteSet;
  readonly leases: Map<string, Lease>;
  readonly events: EventRecord[];
  readonly logged: LogRecord[];
  changes: number;
  wake: boolean;
  /** The run begins with it. */
  readonly isNew: boolean;
}

/** The first commit of a run was refused: the schema is newer than this engine. */
export class BirthRefused extends Error {
  constructor(runId: string) {
    super(`Run ${runId} was not taken`);
    this.name = 'BirthRefused';
  }
}

/**
 * A run that this process works on, with what it knows of it. Changes of its
 * targets are made one after the other, first here and then in the database:
 * those that come while a commit is on its way go together in the next. Whoever
 * changes the run elsewhere raises its revision, by which a commit finds that
 * what is known no longer holds; what went by it is dropped then, and each
 * holder that had a part in it has to look again.
 */
export class LiveRun {
  readonly #runId: string;
  readonly #db: Knex;
  readonly #commits: CommitQueue;
  readonly #births: CommitQueue;
  readonly #onKept: (news: KeptNews) => void;
  readonly #stale = new Map<string, unknown>();
  #known: KnownRun | undefined;
  #pending: Pending | undefined;
  #sending = false;
  #born: { resolve(row: Row): void; reject(cause: unknown): void } | undefined;
  #taken = 0;
  #ended = 0;
  #waiting: { readonly upTo: number; resolve(): void }[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #refusals = 0;
  #cautious = 0;

  constructor(options: {
    runId: string;
    db: Knex;
    commits: CommitQueue;
    /** The same or another one: for commits that make a run. */
    births: CommitQueue;
    onKept: (news: KeptNews) => void;
  }) {
    this.#runId = options.runId;
    this.#db = options.db;
    this.#commits = options.commits;
    this.#births = options.births;
    this.#onKept = options.onKept;
  }

  /** Does something while nothing else of this process changes a target of the run. */
  async exclusively<T>(fn: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(fn, fn);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Whether it was known before it is asked for. */
  get isKnown(): boolean {
    return this.#known !== undefined;
  }

  /** What is known, read when it is not. Undefined: there is no such run. Ask exclusively. */
  async known(): Promise<KnownRun | undefined> {
    if (!this.#known) {
      // What is read without it would not know of what is on its way.
      await this.settled();
      // Before all else of it: what is read later may be newer, never older.
      const row: Row | undefined = await this.#db('runs')
        .where({ id: this.#runId })
        .first();
      const rows = new RunRows(this.#runId, this.#db);
      this.#known = row && { revision: row.revision, row, rows };
    }
    return this.#known;
  }

  /**
   * Begins a run that is not in the database yet: what its holder changes before
   * the first commit is sent goes with it. Resolves after that commit, with the
   * run's row as it is then; rejects with BirthRefused, or with the database's error.
   */
  begin(known: KnownRun, change: KnownChange): Promise<Row> {
    this.#known = known;
    this.#take(known, change, true);
    return new Promise((resolve, reject) => {
      this.#born = { resolve, reject };
    });
  }

  /** Whether it is not in the database yet. */
  get isUnborn(): boolean {
    return this.#born !== undefined;
  }

  /**
   * A target was claimed: only its row is another one, unless somebody changed
   * the run. What is known afterwards is as it was read just now. Ask exclusively.
   */
  async claimed(targetId: string): Promise<void> {
    await this.settled();
    this.looks(targetId);
    const known = this.#known;
    const revision = known && (await this.#readRevision());
    if (!known || revision !== known.revision) {
      this.forget();
      return;
    }
    await known.rows.rereadTarget(targetId);
  }

  /** The lease of a target was given back: others have no use for its steps. Ask exclusively. */
  async left(targetId: string): Promise<void> {
    // What is on its way is not in the database yet, from which they are read again.
    await this.settled();
    this.#known?.rows.dropSteps(targetId);
  }

  /** Somebody changed it, or a change of it came to nothing. What is on its way goes on. */
  forget(): void {
    this.#known = undefined;
  }

  /**
   * Whether the next change should go by what is known. Where several replicas
   * work on one run, each would only refute the other.
   */
  trusts(): boolean {
    if (this.#cautious === 0) {
      return true;
    }
    this.#cautious--;
    return false;
  }

  /**
   * Takes a change in; it is known from now on, and committed soon. False, and
   * nothing taken in, when what it went by no longer is what is known. Ask
   * exclusively.
   */
  async add(known: KnownRun, change: KnownChange): Promise<boolean> {
    if ((this.#pending?.changes ?? 0) >= MOST_PENDING) {
      await this.settled();
    }
    if (this.#known !== known) {
      return false;
    }
    this.#take(known, change, false);
    return true;
  }

  /**
   * Resolves when what was taken in until now is committed or came to nothing.
   * Never rejects: see {@link guard}.
   */
  async settled(): Promise<void> {
    const upTo = this.#taken;
    if (this.#ended < upTo) {
      await new Promise<void>(resolve => {
        this.#waiting.push({ upTo, resolve });
      });
    }
  }

  /**
   * Throws when a change of this target that was taken in came to nothing:
   * StaleView, or the database's error.
   */
  guard(targetId: string): void {
    if (this.#stale.has(targetId)) {
      throw this.#stale.get(targetId);
    }
  }

  /** Whether what came to nothing was refused, and did not break. */
  wasRefused(targetId: string): boolean {
    return this.#stale.get(targetId) instanceof StaleView;
  }

  /** The holder of a target looks again. */
  looks(targetId: string): void {
    this.#stale.delete(targetId);
  }

  async #readRevision(): Promise<number | undefined> {
    const row = await this.#db('runs')
      .where({ id: this.#runId })
      .first('revision');
    return row?.revision;
  }

  #take(known: KnownRun, change: KnownChange, isNew: boolean): void {
    known.row = { ...known.row, ...change.columns };
    this.#pending ??= {
      writes: new WriteSet(),
      leases: new Map(),
      events: [],
      logged: [],
      changes: 0,
      wake: false,
      isNew,
    };
    const pending = this.#pending;
    pending.writes.add(change.writes);
    pending.leases.set(change.lease.targetId, change.lease);
    pending.events.push(...change.events);
    pending.logged.push(...change.logged);
    pending.changes++;
    pending.wake ||= change.wake;
    this.#taken++;
    if (!this.#sending) {
      this.#sending = true;
      void this.#send(known);
    }
  }

  /** Commits what is pending, and what becomes so meanwhile. */
  async #send(known: KnownRun): Promise<void> {
    while (this.#pending) {
      const { row } = known;
      const sent = { pending: this.#pending, upTo: this.#taken, row };
      const failure = await this.#commit(known, sent);
      if (failure) {
        this.#drop(sent.pending, failure.cause);
        break;
      }
      known.revision++;
      this.#refusals = 0;
      this.#onKept(sent.pending);
      this.#born?.resolve(sent.row);
      this.#born = undefined;
      this.#end(sent.upTo);
    }
    // In the same moment in which nothing was found pending.
    this.#sending = false;
  }

  /** Sends what is pending when its turn has come, and notes what that was. */
  async #commit(
    known: KnownRun,
    sent: { pending: Pending; upTo: number; row: Row },
  ): Promise<{ cause: unknown } | undefined> {
    const runId = this.#runId;
    const { revision } = known;
    try {
      const queue = sent.pending.isNew ? this.#births : this.#commits;
      const kept = await queue.add(() => {
        sent.pending = this.#pending!;
        sent.upTo = this.#taken;
        sent.row = known.row;
        this.#pending = undefined;
        const { writes, leases, isNew } = sent.pending;
        writes.update('runs', { id: runId }, { revision: revision + 1 });
        return { runId, revision, leases: [...leases.values()], writes, isNew };
      });
      return kept ? undefined : { cause: new StaleView(runId) };
    } catch (cause) {
      return { cause };
    }
  }

  /** What was sent came to nothing, and so does what was taken in since. */
  #drop(sent: Pending, cause: unknown): void {
    const targets = new Set([
      ...sent.leases.keys(),
      ...(this.#pending?.leases.keys() ?? []),
    ]);
    this.#pending = undefined;
    const refused = cause instanceof StaleView || sent.isNew;
    const stale = new StaleView(this.#runId);
    this.#born?.reject(
      cause instanceof StaleView ? new BirthRefused(this.#runId) : cause,
    );
    this.#born = undefined;
    const isOfOne = refused || targets.size === 1;
    for (const targetId of targets) {
      // Of several nobody knows which one the database does not take.
      this.#stale.set(targetId, isOfOne && !sent.isNew ? cause : stale);
    }
    this.forget();
    if (!isOfOne) {
      this.#cautious = Math.max(this.#cautious, CAUTIOUS_AFTER_ERROR);
    }
    this.#refusals += refused ? 1 : 0;
    if (this.#refusals >= MOST_REFUSALS) {
      this.#refusals = 0;
      this.#cautious = CAUTIOUS_CHANGES;
    }
    this.#end(this.#taken);
  }

  /** So many of the changes that were taken in have ended. */
  #end(upTo: number): void {
    this.#ended = upTo;
    const over = this.#waiting.filter(item => item.upTo <= upTo);
    this.#waiting = this.#waiting.filter(item => item.upTo > upTo);
    over.forEach(({ resolve }) => resolve());
  }
}
