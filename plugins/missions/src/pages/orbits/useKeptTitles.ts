import { useApi } from '@backstage/core-plugin-api';
import type { Orbit } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
} from '@mission-control/plugin-missions-react';

/**
 * What checks ask that no mission tells any more, by their ids: the newest run
 * in which one answered keeps it with their evidence. Empty while all are told.
 */
export function useKeptTitles(
  orbit: Pick<Orbit, 'recent'> | undefined,
  wanted: boolean,
): ReadonlyMap<string, string> {
  const api = useApi(missionsApiRef);
  const runId = wanted
    ? orbit?.recent.findLast(
        ({ outcome }) => outcome === 'looked' || outcome === 'partly',
      )?.runId
    : undefined;
  const kept = usePolled(
    async () => (runId === undefined ? [] : api.listEvidence(runId)),
    { key: runId ?? '' },
  );
  const answers = kept.kind === 'ready' ? kept.data : [];
  return new Map(
    answers.flatMap(({ id, phase, title }) =>
      phase === 'check' && title !== undefined ? [[id, title] as const] : [],
    ),
  );
}
