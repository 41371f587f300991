import { createHash } from 'node:crypto';
import {
  MissionError,
  scheduleFaults,
  slotsAfter,
} from '@mission-control/plugin-missions-common';
import type { OrbitRecord, OrbitSchedule } from '../store/operations/orbitRows';

/** Grace where neither orbit nor mission says one. */
export const DEFAULT_GRACE_SECONDS = 3600;

/** Runs and slots that are shown where neither orbit nor mission says it. */
export const DEFAULT_HISTORY = 50;

/** What a slot and its jitter depend on. */
export type Scheduled = Pick<OrbitRecord, 'id' | 'schedule'>;

/** A slot and when it starts: later by its jitter, never before it. */
export interface Slot {
  readonly slotAt: Date;
  readonly startsAt: Date;
}

/** Checks a schedule. Throws INPUT_INVALID naming field and remedy. */
export function checkSchedule(schedule: OrbitSchedule): void {
  const [fault] = scheduleFaults(schedule);
  if (fault) {
    throw new MissionError(
      'INPUT_INVALID',
      `schedule.${fault.field}: ${fault.message}`,
      { remedy: fault.remedy },
    );
  }
}

/** The slots of an orbit after a moment, in order. */
export function* slotsOf(orbit: Scheduled, after: Date): Generator<Slot, void> {
  for (const slotAt of slotsAfter(orbit.schedule, after)) {
    yield { slotAt, startsAt: startOfSlot(orbit, slotAt) };
  }
}

/** The first slot after a moment; undefined when the schedule ends. */
export function nextSlotOf(orbit: Scheduled, after: Date): Slot | undefined {
  return slotsOf(orbit, after).next().value ?? undefined;
}

/**
 * When a slot starts: later by a time that orbit and slot decide, the same at
 * every look and on every replica, and shorter than the jitter.
 */
export function startOfSlot(orbit: Scheduled, slot: Date): Date {
  const { jitterSeconds } = orbit.schedule;
  if (!jitterSeconds) {
    return slot;
  }
  const hash = createHash('sha256')
    .update(`${orbit.id} ${slot.toISOString()}`)
    .digest();
  return new Date(
    slot.getTime() + (hash.readUIntBE(0, 6) % jitterSeconds) * 1000,
  );
}
