import type { LoggerService } from '@backstage/backend-plugin-api';
import { isLostKey } from '../sealing';
import {
  type ClaimedTarget,
  type MadeRun,
  type Replica,
  type Store,
  type TargetRecord,
  moveTarget,
  releaseTarget,
} from '../store';
import { driveTarget } from './driveTarget';
import { asMeta } from './asMeta';
import { type AbortReason, HeldLease } from './HeldLease';
import { openTarget } from './openTarget';
import type { Places } from './Places';
import { settleLostKey } from './settleLostKey';
import type { StepMeter } from './StepMeter';
import type { WorkerSettings } from './types';

/** How long a new run stands in line here, before it goes to the queue of all replicas. */
const LINE_MS = 250;
/** How long a target rests whose driving failed for a reason that is not its own. */
const REST_MS = 5_000;
const AT_ONCE = new Date(0).toISOString();

/** What a worker gives to what it holds. */
export interface HeldTargetsOptions {
  readonly settings: WorkerSettings;
  /** Written into leases. */
  readonly owner: string;
  readonly places: Places;
  readonly replica: Replica;
  readonly meter: StepMeter;
  /** Whether the worker goes on: one that stops tells nothing. */
  readonly isRunning: () => boolean;
  readonly onGivenBack: (held: HeldLease) => void;
}

/** Targets that a worker holds: each is driven until it waits or ends, and given back then. */
export class HeldTargets {
  readonly #options: HeldTargetsOptions;
  readonly #store: Store;
  readonly #logger: LoggerService;
  readonly #held = new Map<
    HeldLease,
    { readonly missionRef: string; readonly done: Promise<void> }
  >();
  /** Refs of the missions of what is held, for the log. */
  readonly #missions = new WeakMap<HeldLease, string>();

  constructor(options: HeldTargetsOptions) {
    this.#options = options;
    this.#store = options.settings.store;
    this.#logger = options.settings.logger;
  }

  /** How many there are, those that rest too. */
  get size(): number {
    return this.#held.size;
  }

  /** How many of each mission are at work; what rests takes no place. */
  shares(): Map<string, number> {
    const shares = new Map<string, number>();
    for (const [held, { missionRef }] of this.#held) {
      if (held.placed) {
        shares.set(missionRef, (shares.get(missionRef) ?? 0) + 1);
      }
    }
    return shares;
  }

  /** Ends all handlers. Resolves when all have ended, which some may never do. */
  async abort(reason: AbortReason): Promise<void> {
    const all = [...this.#held];
    all.forEach(([held]) => held.abort(reason));
    await Promise.all(all.map(([, { done }]) => done));
  }

  /** Takes the leases from handlers that have not ended. */
  async handOver(): Promise<void> {
    await Promise.all([...this.#held.keys()].map(held => this.#handOver(held)));
  }

  /** Drives a target that was claimed; `made`: with its run, here and now. */
  drive(target: ClaimedTarget, claimedAt: number, made?: MadeRun): HeldLease {
    const { settings, owner, places, onGivenBack } = this.#options;
    const held = new HeldLease({
      store: this.#store,
      claimedAt,
      leaseMs: settings.leaseMs,
      places,
      placed: made === undefined,
      lease: {
        runId: target.runId,
        targetId: target.targetId,
        owner,
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
        onGivenBack(held);
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
        ...this.#options.settings,
        held,
        target,
        made,
      });
      this.#missions.set(held, session.session.run.missionRef);
      return await this.#options.meter.drive(session, () =>
        driveTarget(session, this.#options.meter),
      );
    } catch (error) {
      if (!isLostKey(error)) {
        throw error;
      }
      // One that stops leaves and tells nothing: another replica looks.
      return this.#options.isRunning()
        ? settleLostKey({
            store: this.#store,
            held,
            replica: this.#options.replica,
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
    const step = this.#options.meter.stepOf(held.lease);
    return {
      runId,
      target: targetId,
      ...(mission !== undefined && { mission }),
      ...(step !== undefined && { step }),
    };
  }
}
