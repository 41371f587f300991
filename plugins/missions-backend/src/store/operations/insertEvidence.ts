import type { CheckResult } from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';

/** Keeps what checks and steps saw. The results are masked and limited already. */
export async function insertEvidence(options: {
  change: RunChange;
  targetId: string;
  results: readonly CheckResult[];
}): Promise<void> {
  const { change, targetId, results } = options;
  const rows = results.map(result => ({
    run_id: change.run.id,
    target_id: targetId,
    step_id: result.stepId ?? null,
    phase: result.phase,
    check_id: result.id,
    status: result.status,
    result_json: JSON.stringify(result),
    at: result.at.toISOString(),
  }));
  if (rows.length > 0) {
    await change.tx.batchInsert('run_evidence', rows, 50);
  }
}

/** Forgets what an earlier look in this phase saw, when it looks again. */
export async function clearEvidence(options: {
  change: RunChange;
  targetId: string;
  phases: readonly CheckResult['phase'][];
}): Promise<void> {
  const { change, targetId, phases } = options;
  await change
    .tx('run_evidence')
    .where({ run_id: change.run.id, target_id: targetId })
    .whereIn('phase', [...phases])
    .delete();
}
