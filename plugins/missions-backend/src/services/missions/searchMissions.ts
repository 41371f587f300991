import type {
  Facet,
  MissionMatch,
} from '@mission-control/plugin-missions-common';
import type { ListedMission } from '../../store/operations/readMissions';
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
  (mission: ListedMission) => readonly (string | undefined)[]
>;

/** Made once: `localeCompare` makes one each time. */
const collator = new Intl.Collator();

type FacetName = keyof typeof valuesOf;
const facetNames = Object.keys(valuesOf) as FacetName[];

/** A mission that fits, with what of a pasted text it is a fix for. */
export interface FoundMission {
  readonly mission: ListedMission;
  readonly match?: MissionMatch;
}

/** What a filter finds, and how many missions each value would give. */
export interface MissionSearch {
  readonly found: readonly FoundMission[];
  readonly facets: readonly Facet[];
}

/**
 * Missions that fit every filter; fixes of what a pasted text tells come first.
 * A filter does not narrow its own counts, so that a second value can be chosen.
 * The text is looked for once in each mission.
 */
export function searchMissions(
  missions: readonly ListedMission[],
  filter: MissionFilter,
): MissionSearch {
  const search = searchFor(filter.q ?? '');
  const told = missions.flatMap(mission => {
    const result = search(mission);
    const unfit = facetNames.filter(name => !hasFacet(name, mission, filter));
    return result ? [{ mission, unfit, ...result }] : [];
  });
  const found = told.flatMap(({ unfit, ...each }) =>
    unfit.length === 0 ? [each] : [],
  );
  return {
    found: [
      ...found.filter(({ match }) => match),
      ...found.filter(({ match }) => !match),
    ],
    facets: facetNames.map(name => {
      const counts = new Map<string, number>();
      for (const { mission, unfit } of told) {
        if (unfit.every(other => other === name)) {
          for (const value of valuesOf[name](mission)) {
            if (value !== undefined) {
              counts.set(value, (counts.get(value) ?? 0) + 1);
            }
          }
        }
      }
      const values = [...counts].map(([value, count]) => ({ value, count }));
      values.sort(
        (a, b) => b.count - a.count || collator.compare(a.value, b.value),
      );
      return { name, values };
    }),
  };
}

/**
 * Finds by words that all occur, or, of fixes, by the symptom that a text, such
 * as a pasted error message, tells.
 */
function searchFor(
  text: string,
): (mission: ListedMission) => { match?: MissionMatch } | undefined {
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

function hasFacet(
  name: FacetName,
  mission: ListedMission,
  filter: MissionFilter,
): boolean {
  const wanted = wantedOf(filter[name]);
  return (
    wanted.length === 0 ||
    valuesOf[name](mission).some(
      value => value !== undefined && wanted.includes(value),
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
