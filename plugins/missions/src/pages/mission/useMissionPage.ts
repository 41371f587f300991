import { useApi } from '@backstage/core-plugin-api';
import type {
  ActionDescription,
  Mission,
  MissionProblem,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  MissionsApiError,
  missionsApiRef,
  usePolled,
  type MissionsApi,
  type ViewState,
} from '@mission-control/plugin-missions-react';

/** Runs shown beside the mission. */
const RUNS_SHOWN = 8;
/** Runs among which those of an old version are looked for. */
const RUNS_SEARCHED = 100;
const POLL_MS = 20_000;

/** What the page of a mission shows. */
export interface MissionPage {
  mission: Mission;
  actions: ActionDescription[];
  /** What the linter and others warn of; none of an old version. */
  warnings: MissionProblem[];
  /** Of an old version: its own. */
  runs: RunSummary[];
  /** Another version is the one that is launched now, or none is. */
  old: boolean;
  /** No source gives the mission any more. */
  gone: boolean;
}

/** Data of the page of a mission. */
export function useMissionPage(
  ref: string,
  version?: string,
): ViewState<MissionPage> {
  const api = useApi(missionsApiRef);
  const problems = usePolled(() => api.listMissionProblems(), {
    key: 'problems',
    intervalMs: POLL_MS,
  });
  const state = usePolled(
    async () => {
      const [mission, current, actions, runs] = await Promise.all([
        api.getMission(ref, version),
        version ? currentOf(api, ref) : undefined,
        api.listActions(),
        api.listRuns({
          mission: ref,
          limit: version ? RUNS_SEARCHED : RUNS_SHOWN,
        }),
      ]);
      const gone = mission.gone === true || (version !== undefined && !current);
      const old = gone || (!!current && current.version !== mission.version);
      const shown = old
        ? runs.items.filter(run => run.missionVersion === mission.version)
        : runs.items;
      return { mission, actions, runs: shown.slice(0, RUNS_SHOWN), old, gone };
    },
    { key: `${ref} ${version ?? ''}`, intervalMs: POLL_MS },
  );
  const known = problems.kind === 'ready' ? problems.data : [];
  return mapReady(state, page => ({
    ...page,
    warnings: page.old
      ? []
      : known.filter(
          ({ severity, missionRef }) =>
            severity === 'warning' && missionRef === page.mission.ref,
        ),
  }));
}

/** The mission as it is now; undefined when no source gives it any more. */
async function currentOf(
  api: MissionsApi,
  ref: string,
): Promise<Mission | undefined> {
  try {
    return await api.getMission(ref);
  } catch (error) {
    if (error instanceof MissionsApiError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}
