import type { Knex } from 'knex';
import type { CommitQueue } from './CommitQueue';
import type { Lease } from '../operations/claimTarget';
import type { EventRecord } from '../types';
import { type Row, RunRows } from './RunRows';
import { WriteSet } from './WriteSet';

/** Refusals in a row after which a run is changed in transactions only. */
const MOST_REFUSALS = 3;
/** For so many changes then. */
const CAUTIOUS_CHANGES = 50;
/** So many changes wait for their commit at the most. */
const MOST_PENDING = 32;

/** What is known of a run, read at one revision or later, and what was changed since. */
export interface KnownRun {
  readonly revision: number;
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
}

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
  changes: number;
  wake: boolean;
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
  readonly #onKept: (events: readonly EventRecord[], wake: boolean) => void;
  readonly #stale = new Map<string, unknown>();
  #known: KnownRun | undefined;
  #pending: Pending | undefined;
  #sending: Promise<void> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #refusals = 0;
  #cautious = 0;

  constructor(options: {
    runId: string;
    db: Knex;
    commits: CommitQueue;
    onKept: (events: readonly EventRecord[], wake: boolean) => void;
  }) {
    this.#runId = options.runId;
    this.#db = options.db;
    this.#commits = options.commits;
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

  /** What is known, read when it is not. Undefined: there is no such run. */
  async known(): Promise<KnownRun | undefined> {
    if (!this.#known) {
      // Before all else of it: what is read later may be newer, never older.
      const row: Row | undefined = await this.#db('runs')
        .where({ id: this.#runId })
        .first();
      const rows = new RunRows(this.#runId, this.#db);
      this.#known = row && { revision: row.revision, row, rows };
    }
    return this.#known;
  }

  /** Somebody changed it, or a change of it came to nothing. Nothing may be pending. */
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

  /** Takes a change in; it is known from now on, and committed soon. */
  async add(known: KnownRun, change: KnownChange): Promise<void> {
    if ((this.#pending?.changes ?? 0) >= MOST_PENDING) {
      await this.settled();
    }
    known.row = { ...known.row, ...change.columns };
    this.#pending ??= {
      writes: new WriteSet(),
      leases: new Map(),
      events: [],
      changes: 0,
      wake: false,
    };
    const pending = this.#pending;
    pending.writes.add(change.writes);
    pending.leases.set(change.lease.targetId, change.lease);
    pending.events.push(...change.events);
    pending.changes++;
    pending.wake ||= change.wake;
    this.#sending ??= this.#send(known).finally(() => {
      this.#sending = undefined;
    });
  }

  /** Resolves when nothing is pending. Never rejects: see {@link guard}. */
  async settled(): Promise<void> {
    while (this.#sending) {
      await this.#sending;
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

  async #send(known: KnownRun): Promise<void> {
    let current = known;
    while (this.#pending) {
      const pending = this.#pending;
      this.#pending = undefined;
      const { revision } = current;
      const next = { ...current, revision: revision + 1 };
      const id = this.#runId;
      pending.writes.update('runs', { id }, { revision: next.revision });
      let failure: unknown;
      try {
        const { writes, leases } = pending;
        const commit = {
          runId: id,
          revision,
          leases: [...leases.values()],
          writes,
        };
        if (!(await this.#commits.add(commit))) {
          failure = new StaleView(id);
        }
      } catch (error) {
        failure = error;
      }
      if (failure) {
        this.#drop(pending, failure);
        return;
      }
      this.#refusals = 0;
      if (this.#known === current) {
        // The row may have changed meanwhile.
        next.row = current.row;
        this.#known = next;
      }
      current = next;
      this.#onKept(pending.events, pending.wake);
    }
  }

  /** What was sent came to nothing, and so does what was taken in since. */
  #drop(sent: Pending, failure: unknown): void {
    const targets = [
      ...sent.leases.keys(),
      ...(this.#pending?.leases.keys() ?? []),
    ];
    this.#pending = undefined;
    for (const targetId of targets) {
      this.#stale.set(targetId, failure);
    }
    this.forget();
    this.#refusals++;
    if (this.#refusals >= MOST_REFUSALS) {
      this.#refusals = 0;
      this.#cautious = CAUTIOUS_CHANGES;
    }
  }
}
