import type {
  ApprovalState,
  Step,
} from '@mission-control/plugin-missions-common';
import type { KnownRun } from './KnownRun';

/** How people, or the end of the time, decided about a gate. */
export type GateDecision = Exclude<ApprovalState, 'open' | 'superseded'>;

/**
 * How the gate was decided at which a step of a paused cluster waits: the step
 * hears of it only when somebody lets the run go on.
 */
export function decidedGate(
  run: KnownRun,
  targetId: string,
  step: Step,
): GateDecision | undefined {
  const target = (run.targetsDetail ?? run.targets).find(
    ({ id }) => id === targetId,
  );
  if (target?.state !== 'paused' || step.state !== 'waiting') {
    return undefined;
  }
  // In the order in which people were asked: a step tried again asks anew.
  const last = run.approvals
    ?.filter(
      approval =>
        approval.kind === 'gate' &&
        approval.targetId === targetId &&
        approval.stepId === step.id,
    )
    .pop();
  return last && last.state !== 'open' && last.state !== 'superseded'
    ? last.state
    : undefined;
}
