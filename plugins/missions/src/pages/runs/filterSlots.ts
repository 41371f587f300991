import type { UpcomingSlot } from '@mission-control/plugin-missions-common';
import type { RunsFilter } from './runsQuery';

/** The slots that fit the filters of the page; they are orbits, and have not ended. */
export function filterSlots(
  slots: readonly UpcomingSlot[],
  filter: RunsFilter,
): UpcomingSlot[] {
  const { q, type, state, cluster, mission, initiator } = filter;
  if (state || (type && type !== 'orbit')) {
    return [];
  }
  const words = q.trim().toLocaleLowerCase();
  return slots.filter(
    slot =>
      (!words || slot.title.toLocaleLowerCase().includes(words)) &&
      (!cluster || slot.clusters.includes(cluster)) &&
      (!mission || slot.missionRef === mission) &&
      (!initiator || slot.owner === initiator),
  );
}
