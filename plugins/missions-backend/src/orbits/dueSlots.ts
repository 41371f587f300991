import type { OrbitRecord } from '../store/operations/orbitRows';
import { TICK_SLACK_MS } from './orbitState';
import {
  DEFAULT_GRACE_SECONDS,
  slotsOf,
  startOfSlot,
  type Slot,
} from './schedule';

/** After a long time away so many slots are recorded; the others are counted. */
const RECORDED_MISSES = 100;

/** What a look at the clock means for one orbit. */
export interface DueSlots {
  /** The newest slot that came. */
  readonly newest: Slot;
  /** Nobody could start it within its grace. */
  readonly tooLate: boolean;
  /** Slots before it that came meanwhile and were missed; the last ones. */
  readonly missed: readonly Slot[];
  /** How many were missed in all. */
  readonly missedCount: number;
  readonly next?: Slot;
}

/**
 * The slots of an orbit that came until now. Only the newest may start, and
 * only within its grace: what lies before it was missed. Undefined when none
 * came.
 */
export function dueSlots(orbit: OrbitRecord, now: Date): DueSlots | undefined {
  if (
    !orbit.nextSlotAt ||
    !orbit.nextRunAt ||
    new Date(orbit.nextRunAt) > now
  ) {
    return undefined;
  }
  const slotAt = new Date(orbit.nextSlotAt);
  let newest: Slot = { slotAt, startsAt: startOfSlot(orbit, slotAt) };
  let next: Slot | undefined;
  let missedCount = 0;
  const missed: Slot[] = [];
  for (const slot of slotsOf(orbit, slotAt)) {
    if (slot.startsAt > now) {
      next = slot;
      break;
    }
    missedCount++;
    missed.push(newest);
    if (missed.length > RECORDED_MISSES) {
      missed.shift();
    }
    newest = slot;
  }
  const lateMs = now.getTime() - newest.startsAt.getTime();
  return {
    newest,
    tooLate: lateMs > graceMs(orbit),
    missed,
    missedCount,
    next,
  };
}

/** How long after its start a slot may still start, in milliseconds. */
export function graceMs(orbit: Pick<OrbitRecord, 'schedule'>): number {
  const { graceSeconds = DEFAULT_GRACE_SECONDS } = orbit.schedule;
  return Math.max(graceSeconds * 1000, TICK_SLACK_MS);
}
