import type { RunChange } from '../RunChange';
import { toJson } from '../rows';
import type { StepRecord } from '../types';

/** An entry of an `each` that became known while the run is under way. */
export interface StepEntry {
  readonly stepId: string;
  readonly name: string;
  readonly item: { readonly key: string; readonly value: unknown };
}

/**
 * Puts the entries of a step in its place. The caller has guarded the lease.
 * False, and nothing changed, when the step has begun or is not there.
 */
export async function putEntries(options: {
  change: RunChange;
  step: StepRecord;
  entries: readonly StepEntry[];
}): Promise<boolean> {
  const { change, step, entries } = options;
  const put = await change.expandStep(
    step.targetId,
    step.stepId,
    entries.map(entry => ({
      step_id: entry.stepId,
      name: entry.name,
      item_json: toJson(entry.item),
    })),
  );
  if (!put) {
    return false;
  }
  change.emit({
    type: 'step.expanded',
    targetId: step.targetId,
    stepId: step.stepId,
    message: `The entries of ${step.name} are known now: ${entries.length}`,
    data: { entries: entries.length },
  });
  return true;
}
