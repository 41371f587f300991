import {
  isStepDone,
  sameObject,
  type Approval,
  type JournalEntry,
  type Plan,
  type PlannedChange,
  type Run,
} from '@mission-control/plugin-missions-common';
import { writesOf } from './plannedWrites';

/**
 * What was planned for the cluster of an approval, is not done yet, and is not
 * asked for by it: approved before, it goes on as soon as this is approved too.
 */
export function restOfPlan(
  { targetId, changes: asked = [] }: Approval,
  { targetsDetail }: Pick<Run, 'targetsDetail'>,
  plan: Plan,
  journal: readonly JournalEntry[],
): PlannedChange[] {
  const planned = plan.targets.find(target => target.targetId === targetId);
  const steps = targetsDetail.find(({ id }) => id === targetId)?.steps ?? [];
  const done = steps
    .filter(({ state }) => isStepDone(state))
    .map(({ id }) => id);
  const written = journal.filter(
    entry => entry.targetId === targetId && entry.state === 'done',
  );
  return (planned?.changes ?? []).filter(
    change =>
      !done.includes(change.stepId) &&
      !asked.some(
        ({ stepId, object }) =>
          stepId === change.stepId && sameObject(object, change.object),
      ) &&
      !writesOf(change, written).some(({ stepId }) => stepId === change.stepId),
  );
}
