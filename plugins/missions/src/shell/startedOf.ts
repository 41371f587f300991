import type { KnownRun } from './KnownRun';

/**
 * The missions that a run started itself, each with what that one started in
 * turn. They are of the orbit of their run, if it has one.
 */
export function startedOf(run: KnownRun): KnownRun[] {
  const { startedRuns, trigger } = run;
  const orbitId = run.orbitId ?? trigger?.orbitId;
  return startedRuns
    ? startedRuns
        .filter(({ parentRunId }) => parentRunId === run.id)
        .map(started => ({ ...started, startedRuns, orbitId }))
    : [...(run.children ?? [])];
}
