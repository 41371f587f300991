import type { CheckResult } from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';

/** Keeps what checks and steps saw. The results are masked and limited already. */
export function insertEvidence(options: {
  change: RunChange;
  targetId: string;
  results: readonly CheckResult[];
}): void {
  const { change, targetId, results } = options;
  for (const result of results) {
    change.insert('run_evidence', {
      run_id: change.run.id,
      target_id: targetId,
      step_id: result.stepId ?? null,
      phase: result.phase,
      check_id: result.id,
      status: result.status,
      result_json: JSON.stringify(result),
      at: result.at.toISOString(),
    });
  }
}

/** Forgets what an earlier look in this phase saw, when it looks again. */
export function clearEvidence(options: {
  change: RunChange;
  targetId: string;
  phases: readonly CheckResult['phase'][];
}): void {
  const { change, targetId, phases } = options;
  for (const phase of phases) {
    change.remove('run_evidence', { target_id: targetId, phase });
  }
}
