import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { type EnginePart, type PartTrouble, Pulse } from '../pulse';
import {
  type ClaimedTarget,
  type Taking,
  type Store,
  claimTarget,
  claimWithin,
  newId,
} from '../store';
import { asMeta } from './asMeta';
import type { HeldLease } from './HeldLease';
import { HeldTargets } from './HeldTargets';
import { LifeWatch } from './LifeWatch';
import { Places } from './Places';
import { Presence } from './Presence';
import { StepMeter } from './StepMeter';
import { Sweeps } from './Sweeps';
import type { WorkerOptions, WorkerSettings } from './types';

const CONCURRENCY = 10;
/**
 * Targets held per place, those that rest too: each costs its session in memory
 * and four renewals per lease, which with the default are 200 short statements
 * a second at the most. Beyond it nothing is claimed.
 */
const HELD_PER_PLACE = 50;
const LEASE_MS = 10_000;
/** Between two times that it tells other replicas that it lives, and with which keys. */
const ANNOUNCE_MS = 5_000;
const POLL_MS = 250;
/** Without a claiming round that ended well, it is taken for dead. */
const SILENT_MS = 30_000;
/** How long the shutdown waits for a claim that is under way. */
const CLAIM_END_MS = 1_000;
/** How long the shutdown waits for handlers that ignore their signal. */
const STOP_GRACE_MS = 3_000;
/** How long the shutdown waits for the database that takes their leases back. */
const HAND_OVER_MS = 2_000;

/**
 * Claims targets and drives them until they wait or end.
 *
 * start(): subscribes to `store.notifyWork()` and polls. stop(): claims
 * nothing more, aborts handlers, gives the leases back, and resolves when all
 * ended. Neither throws because of the database: the loop outlives any error.
 */
export class Worker implements EnginePart {
  /** Written into leases. */
  readonly id = `${hostname().slice(0, 60)}/${newId()}`;
  readonly #options: WorkerSettings;
  readonly #store: Store;
  readonly #logger: LoggerService;
  readonly #held: HeldTargets;
  readonly #places: Places;
  readonly #presence: Presence;
  readonly #sweeps: Sweeps;
  readonly #lives: LifeWatch;
  readonly #pulse = Pulse.create({
    effect: 'Runs do not go on',
    name: 'worker',
    silentMs: SILENT_MS,
  });
  readonly #meter: StepMeter;
  readonly #inOwnContext = AsyncLocalStorage.snapshot();
  #unsubscribe: (() => void) | undefined;
  #takesNew: (() => void) | undefined;
  #unmeter: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #running = false;
  #claiming: Promise<void> | undefined;
  #again = false;
  /** The last round found nothing to claim, and nobody told of anything since. */
  #idle = false;

  private constructor(options: WorkerOptions) {
    this.#options = {
      concurrency: CONCURRENCY,
      leaseMs: LEASE_MS,
      pollMs: POLL_MS,
      announceMs: ANNOUNCE_MS,
      ...options,
    };
    this.#places = new Places({
      most: this.#options.concurrency,
      onClaimTurn: () => this.#look(),
    });
    this.#store = options.store;
    this.#presence = new Presence({
      store: options.store,
      id: this.id,
      everyMs: this.#options.announceMs,
    });
    this.#logger = options.logger;
    this.#lives = new LifeWatch(options);
    this.#sweeps = new Sweeps(options);
    const { feed, telemetry } = options.store;
    this.#meter = new StepMeter({ feed, telemetry });
    this.#held = new HeldTargets({
      settings: this.#options,
      owner: this.id,
      places: this.#places,
      replica: this.#presence.replica,
      meter: this.#meter,
      isRunning: () => this.#running,
      onGivenBack: ({ left }) => {
        // What was not ended may be claimed again, or has to wait in the queue.
        this.#idle &&= left;
        if (!this.#idle) {
          this.#look();
        }
      },
    });
  }

  static create(options: WorkerOptions): Worker {
    return new Worker(options);
  }

  /** Begins to claim. */
  async start(): Promise<void> {
    this.#running = true;
    this.#unmeter = this.#meter.start();
    this.#unsubscribe = this.#store.onWork(() => {
      this.#idle = false;
      this.#look();
    });
    this.#takesNew = this.#store.takeNew({ offer: () => this.#offer() });
    this.#timer = setInterval(() => this.#look(), this.#options.pollMs);
    this.#unwatch = this.#store.life.onCutOff(() => {
      this.#logger.warn('Cut off from the database: what runs here is let go');
      void this.#held.abort('lost');
    });
    this.#lives.start();
    this.#pulse.start();
    this.#look();
  }

  /**
   * Ends all handlers; other replicas take over at once. A handler that ignores
   * its signal loses its lease after a short grace: what it still wants to
   * commit is refused.
   */
  async stop(): Promise<void> {
    this.#running = false;
    this.#takesNew?.();
    this.#lives.stop();
    this.#unwatch?.();
    this.#pulse.stop();
    this.#unsubscribe?.();
    clearInterval(this.#timer);
    // A database that does not answer holds up nobody's end.
    await within(CLAIM_END_MS, this.#claiming ? [this.#claiming] : []);
    await within(STOP_GRACE_MS, [this.#held.abort('stopping')]);
    await within(HAND_OVER_MS, [
      this.#held.handOver(),
      this.#presence.end().catch(error => {
        this.#logger.warn('Others forget this worker later', asMeta(error));
      }),
    ]);
    this.#unmeter?.();
  }

  /** Milliseconds since it last ended a round of claiming. */
  get silentMs(): number {
    return this.#pulse.silentMs;
  }

  /** Why runs do not go on in this process. */
  get trouble(): PartTrouble | undefined {
    return this.#pulse.trouble;
  }

  /** Targets that this worker holds now, those that rest too. */
  get busy(): number {
    return this.#held.size;
  }

  /** One claiming round at a time; a call during one asks for another. */
  #look(): void {
    if (!this.#running) {
      return;
    }
    if (this.#claiming) {
      this.#again = true;
      return;
    }
    this.#claiming = this.#claim()
      .then(() => this.#pulse.beat())
      .catch(error => {
        this.#logger.warn('Could not claim; trying again', asMeta(error));
        this.#again = false;
      })
      .finally(() => {
        this.#claiming = undefined;
        if (this.#again) {
          this.#again = false;
          this.#look();
        }
      });
  }

  async #claim(): Promise<void> {
    const { concurrency } = this.#options;
    await this.#presence.tell();
    await this.#sweeps.whenDue();
    while (
      this.#running &&
      !this.#store.life.isInDoubt &&
      this.#held.size < concurrency * HELD_PER_PLACE &&
      this.#places.takeForClaim()
    ) {
      const claimedAt = performance.now();
      let target: ClaimedTarget | undefined;
      try {
        target = await this.#claimOne();
      } finally {
        if (!target) {
          this.#places.giveBack();
        }
      }
      if (!target) {
        this.#idle = !this.#again;
        return;
      }
      this.#store.telemetry.add('missions.claims', 1);
      this.#idle = false;
      this.#letGoUnlessOurs(this.#held.drive(target, claimedAt));
    }
  }

  /** A new run goes on here at once, unless something older may be waiting. */
  #offer(): Taking | undefined {
    const { concurrency, leaseMs } = this.#options;
    if (
      !this.#running ||
      !this.#idle ||
      this.#store.life.isInDoubt ||
      this.#held.size >= concurrency * HELD_PER_PLACE ||
      !this.#places.hasLine
    ) {
      return undefined;
    }
    const claimedAt = performance.now();
    return {
      owner: this.id,
      leaseMs,
      take: made => {
        this.#store.telemetry.add('missions.claims', 1);
        const { missionRef } = made.run;
        const target = { ...made.target, missionRef };
        // Not in the context of the request, which ends before it.
        const held = this.#inOwnContext(() =>
          this.#held.drive(target, claimedAt, made),
        );
        this.#letGoUnlessOurs(held);
        return { lose: () => held.abort('lost') };
      },
    };
  }

  /** Stopped or cut off while it was being claimed or made: others take it over. */
  #letGoUnlessOurs(held: HeldLease): void {
    if (!this.#running) {
      held.abort('stopping');
    }
    if (this.#store.life.isInDoubt) {
      held.abort('lost');
    }
  }

  async #claimOne(): Promise<ClaimedTarget | undefined> {
    const store = this.#store;
    const claim = {
      owner: this.id,
      leaseMs: this.#options.leaseMs,
      busy: this.#held.shares(),
      replicaLifeMs: this.#presence.replica.lifeMs,
    };
    const { clusterLimit: limitOf } = store.rules;
    return limitOf
      ? claimWithin({ store, limitOf, claim })
      : claimTarget({ ...claim, tx: store.db, dialect: store.dialect });
  }
}

/** Waits for all, and no longer than this. */
async function within(
  milliseconds: number,
  all: Iterable<Promise<void>>,
): Promise<void> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    Promise.all(all),
    new Promise(resolve => {
      limit = setTimeout(resolve, milliseconds);
    }),
  ]);
  clearTimeout(limit);
}
