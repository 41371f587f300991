import type { UpcomingSlot } from '@mission-control/plugin-missions-common';
import type { OrbitRecord, SlotRecord } from '../store/operations/orbitRows';
import { TICK_SLACK_MS } from './orbitState';
import { slotsOf, startOfSlot, type Slot } from './schedule';

/** A slot that waits, and the run that it waits for. */
export interface WaitingSlot
  extends Pick<SlotRecord, 'orbitId' | 'slotAt' | 'startsAt'> {
  readonly runId?: string;
}

interface Window {
  readonly now: Date;
  readonly until: Date;
  /** Of each orbit: nobody reads further. */
  readonly limit: number;
  readonly waiting: readonly WaitingSlot[];
}

/**
 * The slots of orbits up to a moment, soonest first; one that waits or is due
 * and has not started comes first of its orbit. Paused orbits have none.
 */
export function upcomingSlots(
  orbits: readonly OrbitRecord[],
  window: Window,
): UpcomingSlot[] {
  return orbits
    .filter(orbit => !orbit.paused)
    .flatMap(orbit => ofOrbit(orbit, window))
    .sort(
      (a, b) =>
        a.startsAt.getTime() - b.startsAt.getTime() ||
        a.title.localeCompare(b.title) ||
        a.orbitId.localeCompare(b.orbitId),
    );
}

function ofOrbit(orbit: OrbitRecord, window: Window): UpcomingSlot[] {
  const { now, until, limit, waiting } = window;
  const found = waiting
    .filter(slot => slot.orbitId === orbit.id)
    .map(({ slotAt, startsAt, runId }) => ({
      ...viewOf(orbit, now, {
        slotAt: new Date(slotAt),
        startsAt: new Date(startsAt),
      }),
      waitsForRunId: runId,
    }));
  for (const slot of comingOf(orbit, now)) {
    if (slot.startsAt > until || found.length >= limit) {
      break;
    }
    found.push({ ...viewOf(orbit, now, slot), waitsForRunId: undefined });
  }
  return found;
}

/** The slot that is next, overdue or not, and those after it and after now. */
function* comingOf(orbit: OrbitRecord, now: Date): Generator<Slot, void> {
  if (!orbit.nextSlotAt) {
    return;
  }
  const slotAt = new Date(orbit.nextSlotAt);
  const next = { slotAt, startsAt: startOfSlot(orbit, slotAt) };
  yield next;
  // Earlier slots came before now, whatever their jitter.
  const jitterMs = (orbit.schedule.jitterSeconds ?? 0) * 1000;
  const from = new Date(Math.max(slotAt.getTime(), now.getTime() - jitterMs));
  for (const slot of slotsOf(orbit, from)) {
    if (slot.startsAt > now) {
      yield slot;
    }
  }
}

function viewOf(orbit: OrbitRecord, now: Date, slot: Slot): UpcomingSlot {
  return {
    orbitId: orbit.id,
    missionRef: orbit.missionRef,
    title: orbit.title,
    ...slot,
    timeZone: orbit.schedule.timeZone,
    late: now.getTime() - slot.startsAt.getTime() > TICK_SLACK_MS,
    clusters: orbit.targets.map(target => target.cluster),
    owner: orbit.owner,
  };
}
