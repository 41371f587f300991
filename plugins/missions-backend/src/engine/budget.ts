import {
  type RunState,
  failureStates,
} from '@mission-control/plugin-missions-common';

/**
 * Whether more targets failed than the mission allows before it stops going
 * on. Targets that never began to write (closed while blocked) do not count.
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
