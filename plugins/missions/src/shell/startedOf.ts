import type { KnownRun } from './KnownRun';

/** The missions that a run started itself, each with what that one started in turn. */
export function startedOf(run: KnownRun): KnownRun[] {
  const { startedRuns } = run;
  return startedRuns
    ? startedRuns
        .filter(({ parentRunId }) => parentRunId === run.id)
        .map(started => ({ ...started, startedRuns }))
    : [...(run.children ?? [])];
}
