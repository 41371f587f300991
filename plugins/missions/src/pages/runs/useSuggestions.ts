import { useApi } from '@backstage/core-plugin-api';
import type {
  Cluster,
  MissionSummary,
  RunList,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useOrbits,
  usePolled,
  type MissionsApi,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { suggestionsOf, type Suggestion } from './suggestions';

/** Missions that are checked against the clusters; each check asks them. */
const MAX_CHECKED = 2;
/** The clusters are asked again after this time. */
const CHECK_MS = 10 * 60_000;

/** What somebody could do next, from what the API answers. */
export function useSuggestions(options: {
  active: ViewState<RunList>;
  completed: ViewState<RunList>;
  clusters: ViewState<Cluster[]>;
}): Suggestion[] {
  const { active, completed, clusters } = options;
  const api = useApi(missionsApiRef);
  const orbits = useOrbits();
  const usable =
    clusters.kind === 'ready'
      ? clusters.data
          .filter(({ reachable, writable }) => reachable && writable)
          .map(({ name }) => name)
      : [];
  const unused = usePolled(() => checkUnused(api, usable), {
    key: usable.join(' '),
    intervalMs: CHECK_MS,
  });
  return suggestionsOf({
    orbits: orbits.kind === 'ready' ? orbits.data : [],
    active: active.kind === 'ready' ? active.data.items : [],
    completed: completed.kind === 'ready' ? completed.data.items : [],
    unused: unused.kind === 'ready' ? unused.data : [],
  });
}

/** Missions that never ran here, and on which clusters they would fit. */
async function checkUnused(api: MissionsApi, clusters: readonly string[]) {
  if (clusters.length === 0) {
    return [];
  }
  const { items } = await api.listMissions({ limit: 100 });
  const candidates = items
    .filter(isCandidate)
    .sort((a, b) => Number(b.endorsed) - Number(a.endorsed))
    .slice(0, MAX_CHECKED);
  return Promise.all(
    candidates.map(async mission => ({
      mission,
      fitness: await api
        .checkFitness({
          missionRef: mission.ref,
          targets: clusters.map(cluster => ({ cluster })),
        })
        // A mission that needs parameters cannot be judged without them.
        .catch(() => []),
    })),
  );
}

function isCandidate({ runs, type, lifecycle }: MissionSummary): boolean {
  return runs.total === 0 && type === 'install' && lifecycle !== 'draft';
}
