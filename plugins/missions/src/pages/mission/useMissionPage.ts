import { useApi } from '@backstage/core-plugin-api';
import type {
  ActionDescription,
  Mission,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
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
  /** Of an old version: its own. */
  runs: RunSummary[];
  /** Another version is the one that is launched now. */
  old: boolean;
}

/** Data of the page of a mission. */
export function useMissionPage(
  ref: string,
  version?: string,
): ViewState<MissionPage> {
  const api = useApi(missionsApiRef);
  return usePolled(
    async () => {
      const [mission, current, actions, runs] = await Promise.all([
        api.getMission(ref, version),
        version ? api.getMission(ref) : undefined,
        api.listActions(),
        api.listRuns({
          mission: ref,
          limit: version ? RUNS_SEARCHED : RUNS_SHOWN,
        }),
      ]);
      const old = current !== undefined && current.version !== mission.version;
      const shown = old
        ? runs.items.filter(run => run.missionVersion === mission.version)
        : runs.items;
      return { mission, actions, runs: shown.slice(0, RUNS_SHOWN), old };
    },
    { key: `${ref} ${version ?? ''}`, intervalMs: POLL_MS },
  );
}
