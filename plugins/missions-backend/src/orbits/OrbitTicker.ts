import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { type EnginePart, type PartTrouble, Pulse } from '../pulse';
import type { Store } from '../store';
import { claimSlots } from '../store/operations/claimSlots';
import { moveSlot } from '../store/operations/moveSlot';
import type { OrbitRecord, SlotRecord } from '../store/operations/orbitRows';
import { PAUSED_REASON } from '../store/operations/queueSlot';
import { readActiveRuns } from '../store/operations/readActiveRuns';
import { readOrbits } from '../store/operations/readOrbits';
import { readSlots } from '../store/operations/readSlots';
import { dueSlots, graceMs, type DueSlots } from './dueSlots';
import type { Slot } from './schedule';
import type { SlotStarter } from './SlotStarter';

/** What Backstage's scheduler calls the tick. */
const TASK_ID = 'missions-orbits';

/** Slots are full minutes: a tick at each starts them on time. */
const EVERY_MINUTE = '* * * * *';

/** A tick that takes longer leaves the rest to the next. */
const TIMEOUT_SECONDS = 300;

/** Three full minutes without a tick or an orbit that ended: it is dead. */
const SILENT_MS = 180_000;

/** A slot that was taken so long ago and has not moved lost its replica. */
const ORPHAN_AFTER_MS = 30_000;

/**
 * Starts the runs of orbits whose slot has come: a task of Backstage's
 * scheduler, each minute and soon after the start, on every replica.
 *
 * A tick is harmless whenever and wherever it comes. Taking a slot moves its
 * orbit on from the time that was read and inserts the unique row (orbit,
 * slot), in one transaction: one replica has it, and what was missed before it
 * is on record. Starting it can be repeated (see SlotStarter), so a slot whose
 * replica died is taken up by the tick of another. So the task is a local one:
 * no lock of the scheduler can be left behind by a replica that died.
 */
export class OrbitTicker implements EnginePart {
  readonly #store: Store;
  readonly #starter: SlotStarter;
  readonly #logger: LoggerService;
  readonly #stopped = new AbortController();
  readonly #pulse = Pulse.create({
    effect: 'Orbits start no runs',
    name: 'clock of the orbits',
    silentMs: SILENT_MS,
  });
  #unsubscribe: (() => void) | undefined;
  #ticking: Promise<void> | undefined;
  #again = false;
  /** Slots wait for a run to end, as the last tick saw it. */
  #waiting = false;

  private constructor(
    store: Store,
    starter: SlotStarter,
    logger: LoggerService,
  ) {
    this.#store = store;
    this.#starter = starter;
    this.#logger = logger;
  }

  static create(options: {
    store: Store;
    starter: SlotStarter;
    logger: LoggerService;
  }): OrbitTicker {
    return new OrbitTicker(options.store, options.starter, options.logger);
  }

  /** Looks each minute, and at once when a run ends for which a slot waits. */
  async start(scheduler: SchedulerService): Promise<void> {
    this.#unsubscribe = this.#store.feed.subscribe(message => {
      if (
        this.#waiting &&
        message.kind === 'event' &&
        message.event.type === 'run.finished'
      ) {
        this.#look().catch(alreadyLogged);
      }
    });
    await scheduler.scheduleTask({
      id: TASK_ID,
      scope: 'local',
      frequency: { cron: EVERY_MINUTE },
      timeout: { seconds: TIMEOUT_SECONDS },
      signal: this.#stopped.signal,
      fn: async signal => this.#look(signal),
    });
    this.#pulse.start();
  }

  /** Ends after the tick that goes on. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#pulse.stop();
    this.#unsubscribe?.();
    await this.#ticking?.catch(alreadyLogged);
  }

  /** Why this process starts no runs of orbits. */
  get trouble(): PartTrouble | undefined {
    return this.#pulse.trouble;
  }

  /**
   * Starts everything that is due. One orbit's trouble stops no other. An
   * abort leaves the rest, which stays due, to the next tick.
   */
  async tick(signal?: AbortSignal): Promise<void> {
    const now = await this.#store.now();
    await this.#adoptOrphans(now);
    const due = await readOrbits({
      tx: this.#store.db,
      dueAt: now.toISOString(),
    });
    for (const orbit of due) {
      if (signal?.aborted) {
        return;
      }
      await this.#guard(orbit.id, () => this.#take(orbit, now));
    }
    await this.#startQueued(now);
  }

  /** One tick at a time; a call during one asks for another. */
  async #look(signal?: AbortSignal): Promise<void> {
    this.#again = true;
    this.#ticking ??= this.#ticks(signal);
    return this.#ticking;
  }

  /** Its end and the look at `#again` are one: no call is lost in between. */
  async #ticks(signal?: AbortSignal): Promise<void> {
    try {
      while (this.#again && !this.#stopped.signal.aborted) {
        this.#again = false;
        await this.tick(signal);
        this.#pulse.beat();
      }
    } catch (error) {
      this.#logger.warn(
        'Could not look for slots; trying again at the next full minute',
        error as Error,
      );
      throw error;
    } finally {
      this.#ticking = undefined;
    }
  }

  async #take(orbit: OrbitRecord, now: Date): Promise<void> {
    const found = dueSlots(orbit, now);
    if (!found) {
      return;
    }
    const { newest, missed, tooLate, next } = found;
    const slotAt = newest.slotAt.toISOString();
    const mine = await this.#store.transaction(tx =>
      claimSlots({
        tx,
        orbitId: orbit.id,
        due: orbit.nextRunAt!,
        slots: [
          ...missed.map(slot => ({
            ...textOf(slot),
            state: 'missed' as const,
            reason: tooLate
              ? overMessage(orbit)
              : `Nobody looked before the slot ${slotAt} came`,
          })),
          tooLate
            ? { ...textOf(newest), state: 'missed', reason: overMessage(orbit) }
            : { ...textOf(newest), state: 'due' },
        ],
        next: next && textOf(next),
        now: now.toISOString(),
      }),
    );
    if (mine && !tooLate) {
      await this.#starter.start(orbit, slotAt, catchUpMessage(found));
    }
  }

  async #adoptOrphans(now: Date): Promise<void> {
    const orphans = await readSlots({
      tx: this.#store.db,
      state: 'due',
      claimedBefore: new Date(now.getTime() - ORPHAN_AFTER_MS).toISOString(),
    });
    for (const slot of orphans) {
      await this.#guard(slot.orbitId, () => this.#adopt(slot, now));
    }
  }

  async #adopt(slot: SlotRecord, now: Date): Promise<void> {
    const { orbitId, slotAt, claimedAt } = slot;
    const { db } = this.#store;
    const [orbit] = await readOrbits({ tx: db, id: orbitId });
    if (!orbit) {
      return;
    }
    const lateMs = now.getTime() - new Date(claimedAt).getTime();
    const move = { tx: db, orbitId, slotAt, from: 'due' } as const;
    if (orbit.paused) {
      await moveSlot({ ...move, event: 'orbit_paused', reason: PAUSED_REASON });
    } else if (lateMs > graceMs(orbit)) {
      await moveSlot({
        ...move,
        event: 'grace_over',
        reason: overMessage(orbit),
      });
    } else {
      await this.#starter.start(orbit, slotAt);
    }
  }

  async #startQueued(now: Date): Promise<void> {
    const { db } = this.#store;
    const queued = await readSlots({ tx: db, state: 'queued' });
    this.#waiting = queued.length > 0;
    const active = await readActiveRuns({
      tx: db,
      orbitIds: queued.map(slot => slot.orbitId),
    });
    for (const { orbitId, slotAt } of queued) {
      if (!active.has(orbitId)) {
        await this.#guard(orbitId, async () => {
          const [orbit] = await readOrbits({ tx: db, id: orbitId });
          if (!orbit) {
            return;
          }
          const mine = await moveSlot({
            tx: db,
            orbitId,
            slotAt,
            from: 'queued',
            event: 'former_ended',
            claimedAt: now.toISOString(),
          });
          if (mine) {
            await this.#starter.start(
              orbit,
              slotAt,
              'Waited for the run before',
            );
          }
        });
      }
    }
  }

  async #guard(orbitId: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#logger
        .child({ orbitId })
        .error(`Orbit ${orbitId} could not start`, error as Error);
    }
    this.#pulse.beat();
  }
}

function alreadyLogged(): void {}

function textOf({ slotAt, startsAt }: Slot) {
  return { slotAt: slotAt.toISOString(), startsAt: startsAt.toISOString() };
}

function overMessage(orbit: OrbitRecord): string {
  return `Nobody could start it within its grace of ${Math.round(
    graceMs(orbit) / 60_000,
  )} min`;
}

function catchUpMessage({ missedCount }: DueSlots): string | undefined {
  if (missedCount === 0) {
    return undefined;
  }
  return `Catches up: ${missedCount} earlier ${
    missedCount === 1 ? 'slot was' : 'slots were'
  } missed`;
}
