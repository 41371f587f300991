import {
  isTerminal,
  unplannedStates,
  type Run,
  type RunTarget,
} from '@mission-control/plugin-missions-common';

/**
 * The clusters without a plan that a planned one waits for: all plans of a run
 * are approved together, so nobody is asked before. Empty once somebody is.
 */
export function plansAwaited(
  run: Pick<Run, 'state' | 'targetsDetail' | 'approvals'>,
  { state, approvalId }: Pick<RunTarget, 'state' | 'approvalId'>,
): string[] {
  const asked = run.approvals.some(
    approval => approval.kind === 'plan' && approval.state === 'open',
  );
  if (
    state !== 'awaiting_approval' ||
    approvalId ||
    asked ||
    isTerminal(run.state)
  ) {
    return [];
  }
  return run.targetsDetail
    .filter(target => unplannedStates.includes(target.state))
    .map(({ id }) => id);
}
