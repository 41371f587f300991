import {
  type StepEvent,
  isStepDone,
  isStepOver,
  nextStepState,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import { toStep } from '../rows';
import type { StepRecord } from '../types';

/**
 * Moves a step by an event of its table; the caller has guarded the lease.
 * Undefined, and nothing changed, when the table refuses it. Answers the step
 * as it is afterwards.
 */
export async function moveStep(options: {
  change: RunChange;
  targetId: string;
  stepId: string;
  event: StepEvent;
  fence: number;
  columns?: Record<string, unknown>;
  message?: string;
  data?: Record<string, unknown>;
}): Promise<StepRecord | undefined> {
  const { change, targetId, stepId, event, fence, columns, message, data } =
    options;
  const ids = { run_id: change.run.id, target_id: targetId, step_id: stepId };
  const row = await change.tx('run_steps').where(ids).first();
  const state = row && nextStepState(row.state, event);
  if (!state) {
    return undefined;
  }
  const [updated] = await change
    .tx('run_steps')
    .where({ ...ids, state: row.state })
    .update({
      state,
      fence,
      ...(isStepOver(state) && { finished_at: change.now }),
      ...columns,
    })
    .returning('*');
  if (isStepDone(state)) {
    change.moved.add(targetId);
  }
  change.emit({
    type: `step.${state}`,
    targetId,
    stepId,
    message,
    data: { attempt: updated.attempt, ...data },
  });
  return toStep(updated);
}
