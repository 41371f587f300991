import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname } from 'node:os';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { type EnginePart, type PartTrouble, Pulse } from '../pulse';
import { isLostKey } from '../sealing';
import {
  type ClaimedTarget,
  type Taking,
  type MadeRun,
  type Store,
  type TargetRecord,
  claimTarget,
  claimWithin,
  moveTarget,
  newId,
  releaseTarget,
} from '../store';
import { driveTarget } from './driveTarget';
import { HeldLease } from './HeldLease';
import { openTarget } from './openTarget';
import { LifeWatch } from './LifeWatch';
import { Places } from './Places';
import { Presence } from './Presence';
import { settleLostKey } from './settleLostKey';
import { StepMeter } from './StepMeter';
import { Sweeps } from './Sweeps';
import type { WorkerOptions } from './types';

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
/** How long a new run stands in line here, before it goes to the queue of all replicas. */
const LINE_MS = 250;
/** How long a target rests whose driving failed for a reason that is not its own. */
const REST_MS = 5_000;
const AT_ONCE = new Date(0).toISOString();

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
  readonly #options: Required<Omit<WorkerOptions, 'steadyMs'>>;
  readonly #store: Store;
  readonly #logger: LoggerService;
  readonly #held = new Map<
    HeldLease,
    { readonly missionRef: string; readonly done: Promise<void> }
  >();
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
  /** Refs of the missions of what is held, for the log. */
  readonly #missions = new WeakMap<HeldLease, string>();
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
      this.#held.forEach((_, held) => held.abort('lost'));
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
    for (const held of this.#held.keys()) {
      held.abort('stopping');
    }
    await within(
      STOP_GRACE_MS,
      [...this.#held.values()].map(({ done }) => done),
    );
    await within(HAND_OVER_MS, [
      ...[...this.#held.keys()].map(held => this.#handOver(held)),
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
      this.#letGoUnlessOurs(this.#drive(target, claimedAt));
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
          this.#drive(target, claimedAt, made),
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
      busy: this.#shares(),
      replicaLifeMs: this.#presence.replica.lifeMs,
    };
    const { clusterLimit: limitOf } = store.rules;
    return limitOf
      ? claimWithin({ store, limitOf, claim })
      : claimTarget({ ...claim, tx: store.db, dialect: store.dialect });
  }

  /** How many of each mission are at work here; what rests takes no place. */
  #shares(): Map<string, number> {
    const shares = new Map<string, number>();
    for (const [held, { missionRef }] of this.#held) {
      if (held.placed) {
        shares.set(missionRef, (shares.get(missionRef) ?? 0) + 1);
      }
    }
    return shares;
  }

  #drive(target: ClaimedTarget, claimedAt: number, made?: MadeRun): HeldLease {
    const held = new HeldLease({
      store: this.#store,
      claimedAt,
      leaseMs: this.#options.leaseMs,
      places: this.#places,
      placed: made === undefined,
      lease: {
        runId: target.runId,
        targetId: target.targetId,
        owner: this.id,
        fence: target.fence,
      },
    });
    const done = this.#driveHeld(held, target, made)
      .catch(error => {
        this.#logger.error(
          `Run ${target.runId} on ${target.targetId} could not go on`,
          { ...this.#placeOf(held), ...asMeta(error) },
        );
      })
      .finally(() => {
        if (held.aborted === 'lost') {
          this.#store.telemetry.add('missions.leases.lost', 1);
        }
        held.end();
        this.#held.delete(held);
        // What was not ended may be claimed again, or has to wait in the queue.
        this.#idle &&= held.left;
        if (!this.#idle) {
          this.#look();
        }
      });
    this.#held.set(held, { missionRef: target.missionRef, done });
    return held;
  }

  async #driveHeld(
    held: HeldLease,
    target: TargetRecord,
    made?: MadeRun,
  ): Promise<void> {
    const { db: tx } = this.#store;
    let wake: { wakeAt?: string; restMs?: number } = {};
    try {
      if (made) {
        await held.takePlace(LINE_MS);
      }
      // Whoever has a place for it sooner shall have it, and open it. A cancelled one only ends, which needs none.
      const isForOthers = !held.placed && held.aborted !== 'cancelled';
      const wakeAt = isForOthers
        ? AT_ONCE
        : await this.#goOn(held, target, made);
      wake = { wakeAt };
    } catch (error) {
      wake = { restMs: REST_MS };
      throw error;
    } finally {
      await held.settled();
      held.end();
      if (!held.left) {
        await releaseTarget({ tx, lease: held.lease, ...wake });
      }
    }
  }

  /** What was cancelled ends without its secrets: their key may be gone. */
  async #goOn(
    held: HeldLease,
    target: TargetRecord,
    made?: MadeRun,
  ): Promise<string | undefined> {
    if (target.state === 'cancelling') {
      await held.commit(async (change, current) => {
        await moveTarget({ change, target: current, event: 'cancelled' });
      });
      return undefined;
    }
    try {
      const session = await openTarget({
        ...this.#options,
        held,
        target,
        made,
      });
      this.#missions.set(held, session.session.run.missionRef);
      return await this.#meter.drive(session, () =>
        driveTarget(session, this.#meter),
      );
    } catch (error) {
      if (!isLostKey(error)) {
        throw error;
      }
      // One that stops leaves and tells nothing: another replica looks.
      return this.#running
        ? settleLostKey({
            store: this.#store,
            held,
            replica: this.#presence.replica,
            error,
          })
        : AT_ONCE;
    }
  }

  /** Takes the lease from a handler that does not end. */
  async #handOver(held: HeldLease): Promise<void> {
    const { runId, targetId } = held.lease;
    held.end();
    try {
      await releaseTarget({
        tx: this.#store.db,
        lease: held.lease,
        wakeAt: AT_ONCE,
        raiseFence: true,
      });
      this.#logger.warn(
        `Run ${runId} on ${targetId}: a step did not end with the process; another replica repeats it`,
        this.#placeOf(held),
      );
    } catch (error) {
      this.#logger.error(
        `Run ${runId} on ${targetId} could not be handed over`,
        { ...this.#placeOf(held), ...asMeta(error) },
      );
    }
  }

  /** What a line of the log is about. */
  #placeOf(held: HeldLease): Record<string, string> {
    const { runId, targetId } = held.lease;
    const mission = this.#missions.get(held);
    const step = this.#meter.stepOf(held.lease);
    return {
      runId,
      target: targetId,
      ...(mission !== undefined && { mission }),
      ...(step !== undefined && { step }),
    };
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

function asMeta(error: unknown): { error: string } {
  return {
    error:
      error instanceof Error ? error.stack ?? error.message : String(error),
  };
}
