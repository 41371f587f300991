import {
  type RunState,
  failureStates,
} from '@mission-control/plugin-missions-common';

/**
 * Whether more targets failed than the mission allows before it stops going
 * on. What was not let go failed nothing on its cluster and does not count:
 * what is blocked has written nothing yet, and is let go anew afterwards.
 */
export function isBudgetSpent(
  targets: readonly { readonly state: RunState; readonly released: boolean }[],
  failureBudget: number = 0,
): boolean {
  return (
    targets.filter(
      target => target.released && failureStates.includes(target.state),
    ).length > failureBudget
  );
}
