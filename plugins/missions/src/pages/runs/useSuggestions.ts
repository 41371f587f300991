import { useApi } from '@backstage/core-plugin-api';
import {
  clusterUsePermission,
  type Cluster,
  type MissionSummary,
  type Run,
  type RunList,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useOrbits,
  usePolled,
  type MissionsApi,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { usePermitted } from '../../shell/usePermitted';
import {
  failedRuns,
  suggestionsOf,
  type Suggestion,
  type SuggestionGap,
  type SuggestionFacts,
} from './suggestions';

/** Missions that are checked against the clusters; each check asks them. */
const MAX_CHECKED = 2;
/** Failed runs whose steps are asked for what went wrong. */
const MAX_CAUSES = 2;
/** Characters of what a step said that are looked up. */
const MAX_CAUSE = 1500;
/** The clusters are asked again after this time. */
const CHECK_MS = 10 * 60_000;

/** What somebody could do next, from what the API answers. */
export function useSuggestions(options: {
  active: ViewState<RunList>;
  completed: ViewState<RunList>;
  clusters: ViewState<Cluster[]>;
}): { items: Suggestion[]; unknown?: SuggestionGap } {
  const { active, completed, clusters } = options;
  const api = useApi(missionsApiRef);
  const orbits = useOrbits();
  const fitting =
    clusters.kind === 'ready'
      ? clusters.data
          .filter(({ reachable, writable }) => reachable && writable)
          .map(({ name }) => name)
      : [];
  const using = usePermitted(clusterUsePermission, fitting);
  const usable = using.known ? fitting.filter(name => !using.denied(name)) : [];
  const unused = usePolled(() => checkUnused(api, usable), {
    key: usable.join(' '),
    intervalMs: CHECK_MS,
  });
  const runs = {
    active: active.kind === 'ready' ? active.data.items : [],
    completed: completed.kind === 'ready' ? completed.data.items : [],
  };
  const failed = failedRuns(runs).slice(0, MAX_CAUSES);
  const fixes = usePolled(() => findFixes(api, failed), {
    key: failed.map(run => run.id).join(' '),
    intervalMs: CHECK_MS,
  });
  const checked = unused.kind === 'ready' ? unused.data : [];
  const answered =
    [active, completed, clusters, orbits, fixes, unused].every(
      ({ kind }) => kind === 'ready',
    ) &&
    using.known &&
    checked.every(({ fitness }) => fitness !== undefined);
  return {
    items: suggestionsOf({
      ...runs,
      fixes: fixes.kind === 'ready' ? fixes.data : [],
      orbits: orbits.kind === 'ready' ? orbits.data : [],
      unused: checked.map(({ mission, fitness = [] }) => ({
        mission,
        fitness,
      })),
    }),
    unknown: gapOf(answered, using.none),
  };
}

function gapOf(answered: boolean, refused: boolean) {
  if (!answered) {
    return 'unanswered';
  }
  return refused ? 'refused' : undefined;
}

/** Fix missions for what the failed steps of runs said. */
async function findFixes(
  api: MissionsApi,
  runs: readonly RunSummary[],
): Promise<NonNullable<SuggestionFacts['fixes']>> {
  const found = await Promise.all(
    runs.map(async run => {
      const cause = causeOf(await api.getRun(run.id));
      if (!cause) {
        return [];
      }
      const { items } = await api.listMissions({
        q: cause,
        type: ['fix'],
        limit: 1,
      });
      return items
        .filter(mission => mission.match)
        .map(mission => ({ run, mission }));
    }),
  );
  return found.flat();
}

/** What failed steps said, and what was wrong with the object that made them fail. */
function causeOf({ targetsDetail }: Run): string {
  const causes = targetsDetail
    .flatMap(target => target.steps)
    .filter(step => step.state === 'failed')
    .flatMap(({ error }) => [
      error?.message ?? '',
      error?.culprit ? JSON.stringify(error.culprit) : '',
    ]);
  return [...new Set(causes)].join(' ').trim().slice(0, MAX_CAUSE);
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
        .catch(() => undefined),
    })),
  );
}

function isCandidate({ runs, type, lifecycle }: MissionSummary): boolean {
  return runs.total === 0 && type === 'install' && lifecycle !== 'draft';
}
