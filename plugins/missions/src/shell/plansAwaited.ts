import {
  isTerminal,
  unplannedStates,
  type RunState,
} from '@mission-control/plugin-missions-common';
import type { KnownRun } from './KnownRun';

/**
 * The clusters without a plan that a planned one waits for: all plans of a run
 * are approved together, so nobody is asked before. Empty once somebody is; a
 * list knows that of its reader alone.
 */
export function plansAwaited(
  run: KnownRun,
  { id, state }: { id: string; state: RunState },
): string[] {
  return state !== 'awaiting_approval' || isAsked(run, id)
    ? []
    : unplannedOf(run);
}

/** Whether a run waits for plans, though its state says that it waits for approval. */
export function waitsForPlans(run: KnownRun): boolean {
  return (run.targetsDetail ?? run.targets).some(
    target => plansAwaited(run, target).length > 0,
  );
}

function unplannedOf({ state, targets, targetsDetail }: KnownRun): string[] {
  return isTerminal(state)
    ? []
    : (targetsDetail ?? targets)
        .filter(target => unplannedStates.includes(target.state))
        .map(({ id }) => id);
}

function isAsked(run: KnownRun, targetId: string): boolean {
  const { approvals, targetsDetail = [], waitingForMe = [] } = run;
  return approvals
    ? approvals.some(
        ({ kind, state }) => kind === 'plan' && state === 'open',
      ) ||
        targetsDetail.some(
          ({ id, approvalId }) => id === targetId && approvalId !== undefined,
        )
    : waitingForMe.includes('approval');
}
