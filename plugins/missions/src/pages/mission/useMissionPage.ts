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
const POLL_MS = 20_000;

/** What the page of a mission shows. */
export interface MissionPage {
  mission: Mission;
  actions: ActionDescription[];
  runs: RunSummary[];
}

/** Data of the page of a mission. */
export function useMissionPage(
  ref: string,
  version?: string,
): ViewState<MissionPage> {
  const api = useApi(missionsApiRef);
  return usePolled(
    async () => {
      const [mission, actions, runs] = await Promise.all([
        api.getMission(ref, version),
        api.listActions(),
        api.listRuns({ mission: ref, limit: RUNS_SHOWN }),
      ]);
      return { mission, actions, runs: runs.items };
    },
    { key: `${ref} ${version ?? ''}`, intervalMs: POLL_MS },
  );
}
