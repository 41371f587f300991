import { type Lease, type Store, renewLease } from '../store';

/** What a heartbeat is made of. */
export interface HeartbeatOptions {
  readonly store: Store;
  readonly lease: Lease;
  readonly leaseMs: number;
  /** Whether the run is not in the database yet: there is nothing to renew. */
  readonly isUnborn: () => boolean;
  /** Another one has the lease, or it could not be renewed in time. */
  readonly onLost: () => void;
  /** The target is to be cancelled. */
  readonly onCancelled: () => void;
}

/**
 * Renews a lease as long as it beats, and knows until when it holds. That is
 * thought to be one third early, counted from when the last answered question
 * was sent, so that a worker that is cut off stops before another one begins.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timer: ReturnType<typeof setInterval>;
  #limit: ReturnType<typeof setTimeout> | undefined;
  #renewedAt = 0;
  #endsAt = Infinity;
  #ended = false;

  constructor(
    options: HeartbeatOptions & {
      /** When the claim was sent, by `performance.now()`. */
      claimedAt: number;
    },
  ) {
    this.#options = options;
    this.#timer = setInterval(() => this.beat(), options.leaseMs / 4);
    this.#timer.unref();
    this.#renewed(options.claimedAt);
  }

  /** Whether the lease is thought to be over, by the clock of this moment. */
  get isOver(): boolean {
    return performance.now() >= this.#endsAt;
  }

  /** Renews the lease now. */
  beat(): void {
    const { store, lease, leaseMs, isUnborn, onLost, onCancelled } =
      this.#options;
    if (isUnborn()) {
      return;
    }
    const { db, dialect } = store;
    const sentAt = performance.now();
    renewLease({ tx: db, dialect, lease, leaseMs }).then(
      state => {
        if (state === undefined) {
          onLost();
        } else {
          this.#renewed(sentAt);
        }
        if (state === 'cancelling') {
          onCancelled();
        }
      },
      () => undefined,
    );
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
    clearTimeout(this.#limit);
  }

  /** The lease holds from when its renewal was sent: the database began it no earlier. */
  #renewed(sentAt: number): void {
    if (this.#ended || sentAt < this.#renewedAt) {
      return;
    }
    const { leaseMs, onLost } = this.#options;
    this.#renewedAt = sentAt;
    this.#endsAt = sentAt + (leaseMs * 2) / 3;
    clearTimeout(this.#limit);
    this.#limit = setTimeout(
      onLost,
      Math.max(0, this.#endsAt - performance.now()),
    );
    this.#limit.unref();
  }
}
