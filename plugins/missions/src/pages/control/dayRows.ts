import type {
  Cluster,
  RunSummary,
  UpcomingSlot,
} from '@mission-control/plugin-missions-common';
import { environmentRank } from '@mission-control/plugin-missions-react';
import { clustersOf } from '../../shell/clustersOf';

const HOUR_MS = 3_600_000;
/** How much of the past the line shows, so that what runs has a beginning. */
const PAST_MS = HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** An orbit with at least this many slots is one item. */
const SERIES = 3;

/**
 * Something of the day: a run that is active, a slot of an orbit, or the slots
 * of an orbit that looks again and again.
 */
export type DayItem =
  | { kind: 'run'; run: RunSummary }
  | { kind: 'slot'; slot: UpcomingSlot }
  | { kind: 'series'; slots: readonly UpcomingSlot[] };

/** Items on the clusters of one environment, of several, on all, or on none. */
export interface DayRow {
  place:
    | { kind: 'environment'; name: string }
    | { kind: 'none' | 'several' | 'all' };
  items: DayItem[];
}

/** The time that the line shows. */
export function dayAround(now: Date): { from: Date; to: Date } {
  return { from: new Date(+now - PAST_MS), to: new Date(+now + DAY_MS) };
}

/** What runs and what comes, by where: none, environments by name, several, all. */
export function dayRows(options: {
  runs: readonly RunSummary[];
  slots: readonly UpcomingSlot[];
  clusters: readonly Cluster[];
}): DayRow[] {
  const { runs, slots, clusters } = options;
  const rows = new Map<string, DayRow>();
  const add = (names: readonly string[], item: DayItem) => {
    const place = placeOf(names, clusters);
    const key = place.kind === 'environment' ? `1${place.name}` : place.kind;
    const row = rows.get(key) ?? { place, items: [] };
    row.items.push(item);
    rows.set(key, row);
  };
  for (const run of runs) {
    add(
      clustersOf(run).map(({ id }) => id),
      { kind: 'run', run },
    );
  }
  for (const series of byOrbit(slots)) {
    add(series[0].clusters, itemOf(series));
  }
  const rank = { none: 0, environment: 1, several: 2, all: 3 };
  return [...rows.values()].sort(
    (a, b) =>
      rank[a.place.kind] - rank[b.place.kind] ||
      environmentRank(nameOf(a)) - environmentRank(nameOf(b)) ||
      nameOf(a).localeCompare(nameOf(b)),
  );
}

/** Slots by orbit; a late one stands for itself. */
function byOrbit(slots: readonly UpcomingSlot[]): UpcomingSlot[][] {
  const series = new Map<string, UpcomingSlot[]>();
  for (const slot of slots) {
    const key = slot.late ? `${slot.orbitId} ${+slot.slotAt}` : slot.orbitId;
    series.set(key, [...(series.get(key) ?? []), slot]);
  }
  return [...series.values()].flatMap(all =>
    all.length < SERIES ? all.map(slot => [slot]) : [all],
  );
}

function itemOf(series: readonly UpcomingSlot[]): DayItem {
  return series.length === 1
    ? { kind: 'slot', slot: series[0] }
    : { kind: 'series', slots: series };
}

function nameOf({ place }: DayRow): string {
  return place.kind === 'environment' ? place.name : '';
}

function placeOf(
  names: readonly string[],
  clusters: readonly Cluster[],
): DayRow['place'] {
  const here = clusters.filter(({ name }) => names.includes(name));
  if (here.length === 0) {
    return { kind: 'none' };
  }
  const environments = [...new Set(here.map(({ environment }) => environment))];
  if (environments.length === 1) {
    return { kind: 'environment', name: environments[0] };
  }
  return {
    kind:
      clusters.length > 0 && here.length === clusters.length
        ? 'all'
        : 'several',
  };
}
