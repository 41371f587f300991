import type {
  Facet,
  MissionMatch,
} from '@mission-control/plugin-missions-common';
import type { MissionRecord } from '../../store/operations/readMissions';
import type { MissionFilter } from './MissionService';
import { symptomReader } from './symptoms';

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

/** A mission that fits, with what of a pasted text it is a fix for. */
export interface FoundMission {
  readonly mission: MissionRecord;
  readonly match?: MissionMatch;
}

/** Missions that fit every filter; fixes of what a pasted text tells come first. */
export function filterMissions(
  missions: readonly MissionRecord[],
  filter: MissionFilter,
): FoundMission[] {
  const search = searchFor(filter.q ?? '');
  const found = missions.flatMap(mission => {
    const result = hasFacets(mission, filter) ? search(mission) : undefined;
    return result ? [{ mission, ...result }] : [];
  });
  return [
    ...found.filter(({ match }) => match),
    ...found.filter(({ match }) => !match),
  ];
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
    for (const { mission } of filterMissions(missions, {
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

/**
 * Finds by words that all occur, or, of fixes, by the symptom that a text, such
 * as a pasted error message, tells.
 */
function searchFor(
  text: string,
): (mission: MissionRecord) => { match?: MissionMatch } | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const readSymptom = symptomReader(text);
  return ({ summary, searchText }) => {
    const match =
      summary.type === 'fix' ? readSymptom(summary.tags) : undefined;
    if (match) {
      return { match };
    }
    return words.every(word => searchText.includes(word)) ? {} : undefined;
  };
}

function hasFacets(mission: MissionRecord, filter: MissionFilter): boolean {
  return facetNames.every(name => {
    const wanted = wantedOf(filter[name]);
    return (
      wanted.length === 0 ||
      valuesOf[name](mission).some(
        value => value !== undefined && wanted.includes(value),
      )
    );
  });
}

function wantedOf(
  value: readonly string[] | boolean | undefined,
): readonly string[] {
  if (value === undefined) {
    return [];
  }
  return typeof value === 'boolean' ? [String(value)] : value;
}
