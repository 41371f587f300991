import type {
  Cluster,
  RunSummary,
  UpcomingSlot,
} from '@mission-control/plugin-missions-common';

const HOUR_MS = 3_600_000;
/** How much of the past the line shows, so that what runs has a beginning. */
const PAST_MS = HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** Something of the day: a run that is active, or a slot of an orbit. */
export type DayItem =
  | { kind: 'run'; run: RunSummary }
  | { kind: 'slot'; slot: UpcomingSlot };

/** Items on the clusters of one environment; on all, or on several of them. */
export interface DayRow {
  place: { kind: 'environment'; name: string } | { kind: 'all' | 'several' };
  items: DayItem[];
}

/** The time that the line shows. */
export function dayAround(now: Date): { from: Date; to: Date } {
  return { from: new Date(+now - PAST_MS), to: new Date(+now + DAY_MS) };
}

/** What runs and what comes, by where: environments by name, then several, then all. */
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
      run.targets.map(({ id }) => id),
      { kind: 'run', run },
    );
  }
  for (const slot of slots) {
    add(slot.clusters, { kind: 'slot', slot });
  }
  const rank = { environment: 0, several: 1, all: 2 };
  return [...rows.values()].sort(
    (a, b) =>
      rank[a.place.kind] - rank[b.place.kind] ||
      nameOf(a).localeCompare(nameOf(b)),
  );
}

function nameOf({ place }: DayRow): string {
  return place.kind === 'environment' ? place.name : '';
}

function placeOf(
  names: readonly string[],
  clusters: readonly Cluster[],
): DayRow['place'] {
  const here = clusters.filter(({ name }) => names.includes(name));
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
