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
  readonly limit: number;
  readonly waiting: readonly WaitingSlot[];
}

/** An orbit's soonest slot that was not taken yet, and how to get the next. */
interface Head {
  readonly slot: UpcomingSlot;
  readonly rest: Iterator<UpcomingSlot, void>;
}

/**
 * The soonest slots of orbits up to a moment, in order; one that waits or is
 * due and has not started comes first of its orbit. Paused orbits have none.
 *
 * @remarks Slots are worked out one by one as they are taken: thousands of
 * orbits cost little more than the slots that are shown.
 */
export function upcomingSlots(
  orbits: readonly OrbitRecord[],
  window: Window,
): UpcomingSlot[] {
  const heads = orbits
    .filter(orbit => !orbit.paused)
    .flatMap(orbit => headOf(ofOrbit(orbit, window)))
    .sort((a, b) => bySoonest(b.slot, a.slot));
  const found: UpcomingSlot[] = [];
  while (found.length < window.limit && heads.length > 0) {
    const { slot, rest } = heads.pop()!;
    found.push(slot);
    for (const head of headOf(rest)) {
      heads.splice(placeOf(heads, head.slot), 0, head);
    }
  }
  return found;
}

function headOf(rest: Iterator<UpcomingSlot, void>): Head[] {
  const next = rest.next();
  return next.done ? [] : [{ slot: next.value, rest }];
}

/** Where a slot belongs among heads that end with the soonest. */
function placeOf(heads: readonly Head[], slot: UpcomingSlot): number {
  let low = 0;
  let high = heads.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (bySoonest(heads[middle].slot, slot) > 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function bySoonest(a: UpcomingSlot, b: UpcomingSlot): number {
  return (
    a.startsAt.getTime() - b.startsAt.getTime() ||
    a.title.localeCompare(b.title) ||
    a.orbitId.localeCompare(b.orbitId)
  );
}

function* ofOrbit(
  orbit: OrbitRecord,
  { now, until, waiting }: Window,
): Generator<UpcomingSlot, void> {
  for (const { orbitId, slotAt, startsAt, runId } of waiting) {
    if (orbitId === orbit.id) {
      const slot = { slotAt: new Date(slotAt), startsAt: new Date(startsAt) };
      yield { ...viewOf(orbit, now, slot), waitsForRunId: runId };
    }
  }
  for (const slot of comingOf(orbit, now)) {
    if (slot.startsAt > until) {
      return;
    }
    yield viewOf(orbit, now, slot);
  }
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
