import {
  checkStatusMeta,
  type Tone,
} from '@mission-control/plugin-missions-react';
import type {
  CheckResult,
  Plan,
  Run,
  RunTarget,
} from '@mission-control/plugin-missions-common';

/** One thing that keeps a blocked cluster from going on. */
export interface Obstacle {
  /** Of a check that has no answer it is not known whether anything is wrong. */
  tone: Tone;
  /** Code of the refusal, or the question of the check. */
  label?: string;
  message: string;
  remedy?: string;
}

/**
 * Why a cluster is blocked, or has no plan where only that was asked for: the
 * checks before that did not pass, or what its plan was refused for. Drift that waits for a choice is told with the choice.
 */
export function obstaclesOf(options: {
  run: Pick<Run, 'undoOf' | 'planOnly'>;
  target: Pick<RunTarget, 'id' | 'state' | 'reason'>;
  plan?: Plan;
  evidence: readonly CheckResult[];
}): Obstacle[] {
  const { run, target, plan, evidence } = options;
  const planless = run.planOnly && target.state === 'failed';
  if (target.state !== 'blocked' && !planless) {
    return [];
  }
  const checks = evidence.filter(
    ({ phase, targetId, status }) =>
      phase === 'preflight' &&
      targetId === target.id &&
      (status === 'fail' || status === 'unknown'),
  );
  if (checks.length > 0) {
    return checks.map(({ id, title, status, message, remedy }) => ({
      tone: checkStatusMeta[status].tone,
      label: title ?? id,
      message,
      remedy: remedy?.text,
    }));
  }
  const problems =
    plan?.targets.find(({ targetId }) => targetId === target.id)?.problems ??
    [];
  if (problems.length > 0) {
    return problems
      .filter(({ code }) => !run.undoOf || code !== 'PLAN_CONFLICT')
      .map(({ code, message, remedy }) => ({
        tone: 'fail',
        label: code,
        message,
        remedy,
      }));
  }
  return target.reason ? [{ tone: 'fail', message: target.reason }] : [];
}
