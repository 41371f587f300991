import { runStateWords } from '@mission-control/plugin-missions-common';
import type { ChildRuns } from '@mission-control/plugin-missions-node';

type ChildRun = Awaited<ReturnType<ChildRuns['get']>>;

/** Evidence of how a run ended that a step started, and a sentence for an error. */
export function howItEnded(
  { title, runId, state, outcome }: ChildRun,
  otherwise = `run ${runId}`,
) {
  const name = title ?? otherwise;
  const reason = outcome ? `: ${outcome}` : '';
  return {
    evidence: { asked: `how '${name}' ended`, answered: outcome ?? state },
    sentence: `'${name}' ${runStateWords[state]}${reason}`,
  };
}
