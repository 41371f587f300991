import { isTerminal } from '@mission-control/plugin-missions-common';
import { HOLDING } from './restless';
import type { Truth } from './Truth';

/** What a person skipped has a reason, has no success, and is told at the end. */
export const skipIsNotGreen: Truth = async ({ database }) => {
  const truth = database.truth();
  const steps: any[] = await truth('run_steps')
    .where({ state: 'overridden' })
    .select('run_id', 'target_id', 'step_id', 'skip_reason');
  const ends: any[] = await truth('runs')
    .whereNotNull('finished_at')
    .select('id', 'outcome');
  const outcomes = new Map(ends.map(({ id, outcome }) => [id, outcome]));
  return steps.flatMap(
    ({ run_id: runId, target_id: targetId, step_id: stepId, ...step }) => {
      const name = `Step ${runId} ${targetId} ${stepId}`;
      const outcome = outcomes.get(runId);
      return [
        ...(step.skip_reason ? [] : [`${name} was skipped without a reason`]),
        ...(outcome === undefined || /skipped by a person/.test(outcome)
          ? []
          : [`${name} was skipped, and its run says: ${outcome}`]),
      ];
    },
  );
};

/** Of each target that does not go on a person can see why. */
export const heldWithReason: Truth = async ({ database }) => {
  const truth = database.truth();
  const targets: any[] = await truth('run_targets').select(
    ...['run_id', 'target_id', 'state', 'reason', 'lease_owner'],
  );
  const asked: string[] = await truth('approvals')
    .where({ state: 'open' })
    .pluck('run_id');
  const held = targets
    .filter(({ state }) => HOLDING.includes(state))
    .map(target => target.run_id);
  return targets.flatMap(
    ({ run_id: runId, target_id: targetId, state, reason, ...target }) => {
      const name = `Run ${runId} on ${targetId}`;
      if (isTerminal(state)) {
        return target.lease_owner
          ? [`${name} is ${state}, and ${target.lease_owner} holds it`]
          : [];
      }
      // Who is asked about a plan waits with it for the rest of the plan.
      const waitsWithRun =
        state === 'awaiting_approval' && held.includes(runId);
      return reason || asked.includes(runId) || waitsWithRun
        ? []
        : [`${name} is ${state}, and nothing says why`];
    },
  );
};
