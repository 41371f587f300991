import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { isMissionError } from '@mission-control/plugin-missions-common';
import type { RunCreator } from '../services/runs';
import type { Store } from '../store';
import { claimSlot } from '../store/operations/claimSlot';
import { findOrphanedSlots, finishSlot } from '../store/operations/finishSlot';
import type { OrbitRecord } from '../store/operations/orbitRows';
import { readOrbits } from '../store/operations/readOrbits';
import { countSlots, newestSlot, nextSlot } from './schedule';

/** A claimed slot without a run is taken over after this, in milliseconds. */
const ORPHAN_AFTER_MS = 2 * 60 * 1000;

/**
 * Starts the runs of orbits whose slot has come.
 *
 * The tick is harmless whenever and wherever it comes: a slot is claimed by a
 * unique row, its run has the slot as idempotency key, and a slot whose
 * replica died between the two is finished by the next tick. Slots that were
 * missed are caught up by one run, which says how many they were.
 */
export class OrbitTicker {
  readonly #store: Store;
  readonly #creator: RunCreator;
  readonly #logger: LoggerService;

  private constructor(
    store: Store,
    creator: RunCreator,
    logger: LoggerService,
  ) {
    this.#store = store;
    this.#creator = creator;
    this.#logger = logger;
  }

  static create(options: {
    store: Store;
    creator: RunCreator;
    logger: LoggerService;
  }): OrbitTicker {
    return new OrbitTicker(options.store, options.creator, options.logger);
  }

  /** One tick a minute, on one replica at a time. */
  async start(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'missions-orbits',
      frequency: { minutes: 1 },
      timeout: { minutes: 2 },
      fn: async () => this.tick(),
    });
  }

  /** Starts everything that is due. One orbit's trouble stops no other. */
  async tick(): Promise<void> {
    const now = await this.#store.now();
    await this.#adoptOrphans(now);
    const due = await readOrbits({
      tx: this.#store.db,
      dueAt: now.toISOString(),
    });
    for (const orbit of due) {
      try {
        await this.#take(orbit, now);
      } catch (error) {
        this.#logger.error(`Orbit ${orbit.id} could not start`, error as Error);
      }
    }
  }

  async #take(orbit: OrbitRecord, now: Date): Promise<void> {
    const first = new Date(orbit.nextRunAt!);
    const newest = newestSlot(orbit.schedule, first, now);
    const slot = newest.toISOString();
    const claimed = await this.#store.transaction(tx =>
      claimSlot({
        tx,
        orbitId: orbit.id,
        due: orbit.nextRunAt!,
        slot,
        next: nextSlot(orbit.schedule, now).toISOString(),
        now: now.toISOString(),
      }),
    );
    if (claimed) {
      await this.#run(
        orbit,
        slot,
        newest > first ? countSlots(orbit.schedule, first, newest) : 0,
      );
    }
  }

  async #adoptOrphans(now: Date): Promise<void> {
    const { db } = this.#store;
    const orphans = await findOrphanedSlots({
      tx: db,
      claimedBefore: new Date(now.getTime() - ORPHAN_AFTER_MS).toISOString(),
    });
    for (const { orbitId, slot } of orphans) {
      const [orbit] = await readOrbits({ tx: db, id: orbitId });
      await this.#run(orbit, slot, 0).catch(error =>
        this.#logger.error(`Orbit ${orbitId} could not start`, error as Error),
      );
    }
  }

  async #run(orbit: OrbitRecord, slot: string, missed: number): Promise<void> {
    const { db } = this.#store;
    const active = await db('runs')
      .where({ orbit_id: orbit.id })
      .whereNull('finished_at')
      .first('id', 'idempotency_key');
    const key = slotKey(orbit.id, slot);
    if (active && active.idempotency_key !== key) {
      await finishSlot({
        tx: db,
        orbitId: orbit.id,
        slot,
        problem: `Run ${active.id} still goes on`,
      });
      return;
    }
    try {
      const { run } = await this.#creator.start({
        request: orbitRequest(
          orbit,
          missed > 0
            ? `Catches up: ${missed} earlier slots were missed`
            : undefined,
        ),
        initiator: orbit.owner,
        trigger: { kind: 'schedule', orbitId: orbit.id, slot },
        idempotencyKey: key,
        orbitId: orbit.id,
      });
      await finishSlot({ tx: db, orbitId: orbit.id, slot, runId: run.id });
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      await finishSlot({
        tx: db,
        orbitId: orbit.id,
        slot,
        problem: `${error.code}: ${error.message}`,
      });
    }
  }
}

/** The request that a run of an orbit is started with. */
export function orbitRequest(orbit: OrbitRecord, reason?: string) {
  return {
    missionRef: orbit.missionRef,
    title: orbit.title,
    parameters: orbit.parameters,
    targets: [...orbit.targets],
    reason,
  };
}

function slotKey(orbitId: string, slot: string): string {
  return `orbit:${orbitId}:${slot}`;
}
