import type { MissionStep } from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import type { PlannedStep, TargetRecord } from '../store';
import { nameOfStep } from './eachEntriesOf';
import type { PlanDraft } from './PlanDraft';
import type { TargetSession } from './TargetSession';

/** One step, or one iteration of it, while planning. */
export interface PlannedIteration {
  readonly session: TargetSession;
  readonly target: TargetRecord;
  readonly draft: PlanDraft;
  readonly step: MissionStep;
  readonly action: MissionAction;
  readonly item?: { key: string; value: unknown };
}

/** Its row in the plan, before it is known how it goes on. */
export function stepRow(options: PlannedIteration): Omit<PlannedStep, 'state'> {
  const { step, action, item } = options;
  return {
    stepId: item ? `${step.id}[${item.key}]` : step.id,
    sourceId: step.id,
    item,
    name: nameOfStep(step, item?.key),
    action: action.id,
    effect: action.effect,
  };
}

/** Keeps an output for the steps that are planned after it. */
export function keepOutput(options: PlannedIteration, output: unknown): void {
  const { draft, step, item } = options;
  if (item) {
    draft.outputs[step.id] ??= { output: {} };
    draft.outputs[step.id].output[item.key] = output;
  } else {
    draft.outputs[step.id] = { output };
  }
}
