import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { KeptRecord } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { parseJson } from '../rows';
import type { RunChange } from '../RunChange';

const OPEN = ['intent', 'done'];

/** An object that an undo left as it is. */
export interface KeptObject {
  readonly targetId: string;
  readonly object: ObjectRef;
  readonly reason: string;
}

/**
 * Commits what an undo came to for a step of the original. What it took back
 * is `undone`; what it kept stays open, with the reason. What is irreversible
 * stays as it is: an object that was there before and could not be restored.
 */
export async function settleUndone(options: {
  change: RunChange;
  undoOf: string;
  targetId: string;
  stepId: string;
  /** Their reasons are masked. */
  kept: readonly KeptRecord[];
}): Promise<void> {
  const { change, undoOf, targetId, stepId, kept } = options;
  const undoneBy = change.run.id;
  const open = () =>
    change
      .tx('run_journal')
      .where({ run_id: undoOf, target_id: targetId, step_id: stepId })
      .whereIn('state', OPEN);
  for (const { seq, reason } of kept) {
    await open()
      .where({ seq })
      .update({ kept_by: undoneBy, kept_reason: reason });
  }
  await open()
    .whereNotIn(
      'seq',
      kept.map(({ seq }) => seq),
    )
    .where(query =>
      query.whereNull('irreversible').orWhere({ prior_existed: false }),
    )
    .update({
      state: 'undone',
      undone_by: undoneBy,
      kept_by: null,
      kept_reason: null,
    });
}

/** What an undo run left as it is, each object once. */
export async function readKept(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
}): Promise<KeptObject[]> {
  const { tx, runId } = options;
  const rows = await tx('run_journal')
    .where({ kept_by: runId })
    .orderBy(['target_id', 'seq'])
    .select('target_id', 'object_json', 'kept_reason');
  const kept = new Map<string, KeptObject>();
  for (const row of rows) {
    kept.set(`${row.target_id}\n${row.object_json}`, {
      targetId: row.target_id,
      object: parseJson<ObjectRef>(row.object_json)!,
      reason: row.kept_reason,
    });
  }
  return [...kept.values()];
}
