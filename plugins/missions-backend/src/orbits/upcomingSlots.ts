import type { UpcomingSlot } from '@mission-control/plugin-missions-common';
import type { OrbitRecord } from '../store/operations/orbitRows';
import { TICK_SLACK_MS } from './orbitState';
import { nextSlot } from './schedule';

/**
 * The slots of orbits up to a moment, soonest first; one that is due and has
 * not started comes first of its orbit. Paused orbits have none. Stops behind
 * `limit` of each orbit: nobody reads further.
 */
export function upcomingSlots(
  orbits: readonly OrbitRecord[],
  options: { now: Date; until: Date; limit: number },
): UpcomingSlot[] {
  return orbits
    .flatMap(orbit => slotsOf(orbit, options))
    .sort(
      (a, b) =>
        a.startsAt.getTime() - b.startsAt.getTime() ||
        a.title.localeCompare(b.title) ||
        a.orbitId.localeCompare(b.orbitId),
    );
}

function slotsOf(
  orbit: OrbitRecord,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): UpcomingSlot[] {
  const found: UpcomingSlot[] = [];
  if (orbit.paused || !orbit.nextRunAt) {
    return found;
  }
  let slot = new Date(orbit.nextRunAt);
  while (slot <= until && found.length < limit) {
    found.push({
      orbitId: orbit.id,
      missionRef: orbit.missionRef,
      title: orbit.title,
      slotAt: slot,
      startsAt: slot,
      timeZone: orbit.schedule.timeZone,
      late: now.getTime() - slot.getTime() > TICK_SLACK_MS,
      clusters: orbit.targets.map(target => target.cluster),
      owner: orbit.owner,
    });
    slot = nextSlot(orbit.schedule, slot > now ? slot : now);
  }
  return found;
}
