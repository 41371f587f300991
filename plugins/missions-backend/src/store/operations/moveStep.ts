import {
  type StepEvent,
  isStepDone,
  isStepOver,
  nextStepState,
} from '@mission-control/plugin-missions-common';
import type { Columns } from '../change/WriteSet';
import type { RunChange } from '../RunChange';
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
  columns?: Columns;
  message?: string;
  data?: Record<string, unknown>;
}): Promise<StepRecord | undefined> {
  const { change, targetId, stepId, event, fence, columns, message, data } =
    options;
  const step = (await change.steps(targetId)).find(
    item => item.stepId === stepId,
  );
  const state = step && nextStepState(step.state, event);
  if (!state) {
    return undefined;
  }
  const updated = (await change.setStep(targetId, stepId, {
    state,
    fence,
    ...(isStepOver(state) && { finished_at: change.now }),
    ...columns,
  }))!;
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
  return updated;
}
