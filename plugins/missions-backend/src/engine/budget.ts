import type { RunState } from '@mission-control/plugin-missions-common';

/** States that count against the failure budget of a run. */
const FAILED: readonly RunState[] = [
  'failed',
  'inconclusive',
  'needs_decision',
];

/** Whether more targets failed than the mission allows before it stops going on. */
export function isBudgetSpent(
  states: readonly RunState[],
  failureBudget: number = 0,
): boolean {
  return states.filter(state => FAILED.includes(state)).length > failureBudget;
}
