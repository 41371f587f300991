import type {
  RunSummary,
  StartedRun,
} from '@mission-control/plugin-missions-common';

/** Of some runs those that a run started, and what these started in turn. */
export function startedBy(
  runId: string,
  runs: readonly RunSummary[],
): StartedRun[] {
  const own = runs.filter(run => run.parentRunId === runId);
  return own.flatMap(run => [
    toStartedRun(run, runId),
    ...startedBy(run.id, runs),
  ]);
}

function toStartedRun(run: RunSummary, parentRunId: string): StartedRun {
  return {
    id: run.id,
    parentRunId,
    type: run.type,
    title: run.title,
    state: run.state,
    planOnly: run.planOnly,
    pauseRequested: run.pauseRequested,
    undoOf: run.undoOf,
    undoneBy: run.undoneBy,
    keptCount: run.keptCount,
    verdict: run.verdict,
    targets: run.targets,
    gates: run.gates,
  };
}
