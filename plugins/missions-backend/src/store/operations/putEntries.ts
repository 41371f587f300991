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
  const { tx, run } = change;
  const ids = { run_id: run.id, target_id: step.targetId };
  const row = await tx('run_steps')
    .where({ ...ids, step_id: step.stepId, state: 'pending' })
    .first();
  if (!row) {
    return false;
  }
  await tx('run_steps')
    .where({ ...ids, step_id: step.stepId })
    .delete();
  await tx('run_steps')
    .where(ids)
    .where('position', '>', row.position)
    .update({ position: tx.raw('position + ?', [entries.length - 1]) });
  await tx.batchInsert(
    'run_steps',
    entries.map((entry, index) => ({
      ...row,
      step_id: entry.stepId,
      name: entry.name,
      item_json: toJson(entry.item),
      position: row.position + index,
    })),
    25,
  );
  change.emit({
    type: 'step.expanded',
    targetId: step.targetId,
    stepId: step.stepId,
    message: `The entries of ${step.name} are known now: ${entries.length}`,
    data: { entries: entries.length },
  });
  return true;
}
