import type { RunState } from '@mission-control/plugin-missions-common';

/** States that count against the failure budget of a run. */
const FAILED: readonly RunState[] = [
  'failed',
  'inconclusive',
  'needs_decision',
];

/**
 * Whether more targets failed than the mission allows before it stops going
 * on. Targets that never began to write (closed while blocked) do not count.
 */
export function isBudgetSpent(
  targets: readonly { readonly state: RunState; readonly released: boolean }[],
  failureBudget: number = 0,
): boolean {
  return (
    targets.filter(target => target.released && FAILED.includes(target.state))
      .length > failureBudget
  );
}
