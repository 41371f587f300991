import { useApi } from '@backstage/core-plugin-api';
import type { Run, RunSummary } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
  type MissionsApi,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import type { Sequence } from './sequenceNodes';

const POLL_MS = 4_000;
/** Running sequences beyond this many are only in the list of runs. */
export const MAX_SEQUENCES = 4;

/** The sequences among some runs, each with its definition and its children. */
export function useSequences(
  runs: readonly RunSummary[],
): ViewState<Sequence[]> {
  const api = useApi(missionsApiRef);
  const ids = runs
    .filter(({ type }) => type === 'sequence')
    .slice(0, MAX_SEQUENCES)
    .map(({ id }) => id);
  return usePolled(() => Promise.all(ids.map(id => readSequence(api, id))), {
    key: ids.join(),
    intervalMs: POLL_MS,
    about: 'sequences',
  });
}

async function readSequence(api: MissionsApi, id: string): Promise<Sequence> {
  const run = await api.getRun(id);
  const children = run.targetsDetail
    .flatMap(({ steps }) => steps)
    .flatMap(({ childRunId }) => childRunId ?? []);
  // A definition that is gone, or a child that may not be seen, leaves a gap.
  const [mission, ...found] = await Promise.all([
    api.getMission(run.missionRef, run.missionVersion).catch(() => undefined),
    ...children.map(child => api.getRun(child).catch(() => undefined)),
  ]);
  const known = found.filter((child): child is Run => child !== undefined);
  return {
    run,
    mission,
    children: new Map(known.map(child => [child.id, child])),
  };
}
