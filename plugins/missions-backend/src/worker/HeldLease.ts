import type {
  HeldChange,
  Lease,
  LiveRun,
  OutputRow,
  Row,
  RunRecord,
  StepRecord,
  Store,
  TargetRecord,
} from '../store';
import { toRun, toStep, toTarget } from '../store';
import { Heartbeat } from './Heartbeat';
import type { Places } from './Places';

/** Why a handler's signal was aborted, or why nothing may follow. */
export type AbortReason = 'cancelled' | 'lost' | 'stopping';

/** What a worker sees of a target that it holds. */
export interface SeenTarget {
  /** Read just now. */
  readonly fresh: boolean;
  readonly run: RunRecord;
  readonly target: TargetRecord;
  readonly steps: readonly StepRecord[];
}

/** The reason that a lease's signal carries. */
export class LeaseAborted extends Error {
  readonly reason: AbortReason;
  constructor(reason: AbortReason) {
    super(
      {
        cancelled: 'The run was cancelled',
        lost: 'Another worker took over',
        stopping: 'This process is shutting down',
      }[reason],
    );
    this.name = 'LeaseAborted';
    this.reason = reason;
  }
}

/**
 * A claim and its heartbeat. The signal is aborted when the run is cancelled,
 * when the lease is lost or could not be renewed in time, and at shutdown.
 *
 * It works in a place of the worker, and gives it back while it rests.
 */
export class HeldLease {
  readonly lease: Lease;
  readonly #store: Store;
  readonly #abort = new AbortController();
  readonly #heartbeat: Heartbeat;
  readonly #unsubscribe: () => void;
  readonly #live: LiveRun;
  readonly #places: Places;
  #aborted: AbortReason | undefined;
  #placed: boolean;
  #waking: Promise<void> | undefined;
  #ended = false;
  #left = false;

  constructor(options: {
    store: Store;
    lease: Lease;
    leaseMs: number;
    places: Places;
    /** Whether one of them is taken for it. */
    placed: boolean;
    /** When the claim was sent, by `performance.now()`. */
    claimedAt: number;
  }) {
    this.lease = options.lease;
    this.#store = options.store;
    this.#places = options.places;
    this.#placed = options.placed;
    this.#live = this.#store.live.hold(this.lease.runId);
    // What came to nothing before its claim is nothing to it.
    this.#live.looks(this.lease.targetId);
    const { store, lease, leaseMs, claimedAt } = options;
    this.#heartbeat = new Heartbeat({
      ...{ store, lease, leaseMs, claimedAt },
      isUnborn: () => this.#live.isUnborn,
      onLost: () => this.abort('lost'),
      onCancelled: () => this.abort('cancelled'),
    });
    this.#unsubscribe = this.#store.feed.subscribe(message => {
      if (
        message.kind === 'event' &&
        message.event.type === 'target.cancelling' &&
        message.event.targetId === this.lease.targetId
      ) {
        this.abort('cancelled');
      }
      if (message.kind === 'elsewhere' && message.cancelling) {
        // Which of its targets, the renewal says.
        this.#heartbeat.beat();
      }
    }, this.lease.runId);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Why nothing more is begun, or undefined. A cancelled run is ended by whoever
   * holds the target: that this is nobody here any more weighs more, and may
   * come after the signal was aborted.
   */
  get aborted(): AbortReason | undefined {
    return this.#aborted;
  }

  abort(reason: AbortReason): void {
    if (this.#aborted === undefined || this.#aborted === 'cancelled') {
      this.#aborted = reason;
    }
    this.#abort.abort(new LeaseAborted(reason));
  }

  /**
   * Throws when nothing more may be begun. It looks at the clock itself: in a
   * process that was suspended, answers that waited come before its timers.
   */
  guard(): void {
    if (this.#heartbeat.isOver) {
      this.abort('lost');
    }
    this.signal.throwIfAborted();
  }

  /**
   * Commits a result if this worker still holds the target. False, and nothing
   * changed, when the lease was lost. `later`: as in `Store.changeHeld`.
   */
  async commit(
    fn: HeldChange,
    options?: { readonly later?: boolean },
  ): Promise<boolean> {
    const { lease } = this;
    const done = await this.#store.changeHeld(this.#live, lease, fn, options);
    if (!done) {
      this.abort('lost');
    }
    return done;
  }

  /** The run's row, after the claim. Undefined, and the lease lost, when it is gone. */
  async open(): Promise<Row | undefined> {
    await this.#live.exclusively(() => this.#live.claimed(this.lease.targetId));
    await this.see();
    const known = await this.#live.exclusively(() => this.#live.known());
    return known?.row;
  }

  /**
   * The run, the target and its steps, as this process knows them, or as they
   * were read just now (`fresh`). Undefined, and the lease lost, when they are gone.
   */
  async see(
    options: { fresh?: boolean } = {},
  ): Promise<SeenTarget | undefined> {
    return this.#live.exclusively(async () => {
      const { targetId } = this.lease;
      if (options.fresh) {
        await this.#live.settled();
        this.#live.forget();
        this.#live.looks(targetId);
      }
      this.#live.guard(targetId);
      const { isKnown } = this.#live;
      const known = await this.#live.known();
      this.#live.guard(targetId);
      const target = await known?.rows.target(targetId);
      const { fence, owner } = this.lease;
      if (target?.fence !== fence || target.lease_owner !== owner) {
        this.abort('lost');
      }
      return (
        target && {
          fresh: !isKnown,
          run: toRun(known!.row),
          target: toTarget(target as never),
          steps: (await known!.rows.steps(targetId)).map(toStep),
        }
      );
    });
  }

  /** Rows of the target's steps, as this process knows them. */
  async stepRows(): Promise<readonly OutputRow[]> {
    return this.#live.exclusively(async () => {
      this.#live.guard(this.lease.targetId);
      const known = await this.#live.known();
      const rows = (await known?.rows.steps(this.lease.targetId)) ?? [];
      return rows as readonly OutputRow[];
    });
  }

  /**
   * Gives the lease back together with what is still to be committed, because
   * nothing is left to do. Throws StaleView when that came to nothing.
   */
  async leave(): Promise<void> {
    const { targetId } = this.lease;
    const kept = await this.commit(
      async change => change.leaveTarget(targetId),
      { later: true },
    );
    // Nothing is left to do but to hear of it: others need not wait for that.
    this.#leavePlace();
    await this.settled();
    try {
      this.#live.guard(targetId);
    } catch (error) {
      await this.#takeAgain(this.signal);
      throw error;
    }
    this.#left = kept;
    await this.#live.exclusively(() => this.#live.left(targetId));
  }

  /** Whether the lease was given back already. */
  get left(): boolean {
    return this.#left;
  }

  /** Resolves when nothing of the run waits for its commit here. */
  async settled(): Promise<void> {
    await this.#live.settled();
  }

  /** Takes a place, or stands in line for one for so long. */
  async takePlace(patienceMs: number): Promise<void> {
    await this.#takeAgain(this.signal, patienceMs);
  }

  /** Whether it holds one of the worker's places. */
  get placed(): boolean {
    return this.#placed;
  }

  /**
   * Waits for a promise without a place: only for a target that does nothing
   * else meanwhile. Afterwards it stands in line for one. Rejects at once when the
   * signal is aborted, without a place: what ends does not wait for one.
   */
  async rest<T>(waits: Promise<T>, signal: AbortSignal): Promise<T> {
    this.#leavePlace();
    let value: T;
    try {
      value = await waits;
    } finally {
      this.#waking ??= this.#takeAgain(signal).finally(() => {
        this.#waking = undefined;
      });
      await this.#waking;
    }
    signal.throwIfAborted();
    return value;
  }

  /** Stops the heartbeat, and gives the place back. */
  end(): void {
    if (!this.#ended) {
      this.#store.live.release(this.lease.runId);
    }
    this.#ended = true;
    this.#leavePlace();
    this.#heartbeat.end();
    this.#unsubscribe();
  }

  #leavePlace(): void {
    if (this.#placed) {
      this.#placed = false;
      this.#places.giveBack();
    }
  }

  async #takeAgain(signal: AbortSignal, patienceMs?: number): Promise<void> {
    this.#placed ||= await this.#places.takeAgain(signal, patienceMs);
    if (this.#ended) {
      this.#leavePlace();
    }
  }
}
