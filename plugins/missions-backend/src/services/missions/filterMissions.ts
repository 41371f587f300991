import type { Facet } from '@mission-control/plugin-missions-common';
import type { MissionRecord } from '../../store/operations/readMissions';
import type { MissionFilter } from './MissionService';

/** What each filter looks at. */
const valuesOf = {
  type: mission => [mission.summary.type],
  category: mission => [mission.summary.category],
  maturity: mission => [mission.summary.project?.maturity],
  tag: mission => mission.summary.tags,
  endorsed: mission => [String(mission.summary.endorsed)],
} as const satisfies Record<
  Exclude<keyof MissionFilter, 'q'>,
  (mission: MissionRecord) => readonly (string | undefined)[]
>;

type FacetName = keyof typeof valuesOf;
const facetNames = Object.keys(valuesOf) as FacetName[];

/** Missions that fit every filter. */
export function filterMissions(
  missions: readonly MissionRecord[],
  filter: MissionFilter,
): MissionRecord[] {
  return missions.filter(mission => fits(mission, filter));
}

/**
 * How many missions each value would give: a filter does not narrow its own
 * counts, so that a second value can be chosen.
 */
export function missionFacets(
  missions: readonly MissionRecord[],
  filter: MissionFilter,
): Facet[] {
  return facetNames.map(name => {
    const counts = new Map<string, number>();
    for (const mission of filterMissions(missions, {
      ...filter,
      [name]: undefined,
    })) {
      for (const value of valuesOf[name](mission)) {
        if (value !== undefined) {
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
      }
    }
    const values = [...counts].map(([value, count]) => ({ value, count }));
    values.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
    return { name, values };
  });
}

function fits(mission: MissionRecord, filter: MissionFilter): boolean {
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return (
    (words.every(word => mission.searchText.includes(word)) ||
      isFixFor(mission, filter.q ?? '')) &&
    facetNames.every(name => {
      const wanted = wantedOf(filter[name]);
      return (
        wanted.length === 0 ||
        valuesOf[name](mission).some(
          value => value !== undefined && wanted.includes(value),
        )
      );
    })
  );
}

/**
 * Whether a text, such as a pasted error message, names what a fix is for: a
 * tag such as `ImagePullBackOff`, the reason that Kubernetes gives. Such tags
 * begin with a capital; others are topics.
 */
function isFixFor({ summary }: MissionRecord, text: string): boolean {
  const named = new Set(text.toLowerCase().split(/[^a-z0-9]+/));
  return (
    summary.type === 'fix' &&
    summary.tags.some(
      tag => /^[A-Z][A-Za-z0-9]+$/.test(tag) && named.has(tag.toLowerCase()),
    )
  );
}

function wantedOf(
  value: readonly string[] | boolean | undefined,
): readonly string[] {
  if (value === undefined) {
    return [];
  }
  return typeof value === 'boolean' ? [String(value)] : value;
}
