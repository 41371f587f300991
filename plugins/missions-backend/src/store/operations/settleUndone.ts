import {
  type ObjectRef,
  personName,
} from '@mission-control/plugin-missions-common';
import type { KeptRecord } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { parseJson } from '../rows';
import type { RunChange } from '../RunChange';

const OPEN = ['intent', 'done'];

/** An open entry of the original, by the undo that left it. */
interface KeptRow {
  readonly undo: string;
  readonly target_id: string;
  readonly object_json: string;
  readonly kept_reason: string;
}

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
  const tx = await change.open();
  const open = () =>
    tx('run_journal')
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

/**
 * Commits that a person skipped a failed step of an undo: whatever is open of
 * that step of the original counts as kept, for nothing proved that it was
 * taken back.
 */
export async function keepSkipped(options: {
  change: RunChange;
  undoOf: string;
  targetId: string;
  stepId: string;
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, undoOf, targetId, stepId, by, reason } = options;
  const why = `Its step of the undo failed and was skipped by ${personName(
    by,
  )}`;
  const tx = await change.open();
  await tx('run_journal')
    .where({ run_id: undoOf, target_id: targetId, step_id: stepId })
    .whereIn('state', OPEN)
    .update({
      kept_by: change.run.id,
      kept_reason: reason ? `${why}: ${reason}` : why,
    });
}

/**
 * What an undo run left as it is, each object of a target once. Where a later
 * undo left it again, that one's reason counts: it stays all the same.
 */
export async function readKept(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
}): Promise<KeptObject[]> {
  const { tx, runId } = options;
  return (await readKeptByRun({ tx, runIds: [runId] })).get(runId) ?? [];
}

/** What undo runs left as it is and what still is, by run. */
export async function readKeptByRun(options: {
  tx: Knex | Knex.Transaction;
  runIds: readonly string[];
}): Promise<Map<string, KeptObject[]>> {
  const { tx, runIds } = options;
  const rows: KeptRow[] = await tx('run_targets as target')
    .join('runs as undo', 'undo.id', 'target.run_id')
    .join('run_journal as entry', join =>
      join
        .on('entry.run_id', 'undo.undo_of')
        .andOn('entry.target_id', 'target.target_id'),
    )
    .whereIn('undo.id', runIds)
    .whereNotNull('entry.kept_by')
    .where(query =>
      query
        .where('entry.kept_by', tx.ref('undo.id'))
        .orWhere({ 'target.state': 'succeeded' }),
    )
    .orderBy(['entry.target_id', 'entry.seq'])
    .select(
      { undo: 'undo.id' },
      'entry.target_id',
      'entry.object_json',
      'entry.kept_reason',
    );
  const kept = new Map<string, Map<string, KeptObject>>();
  for (const row of rows) {
    const found = kept.get(row.undo) ?? new Map<string, KeptObject>();
    found.set(`${row.target_id}\n${row.object_json}`, {
      targetId: row.target_id,
      object: parseJson<ObjectRef>(row.object_json)!,
      reason: row.kept_reason,
    });
    kept.set(row.undo, found);
  }
  return new Map([...kept].map(([id, found]) => [id, [...found.values()]]));
}
