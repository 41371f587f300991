import type { Knex } from 'knex';

/** Tables that hang on a run, with what tells their rows apart. */
const keys = {
  run_logs: ['run_id', 'target_id', 'step_id', 'seq'],
  run_evidence: ['id'],
  run_events: ['run_id', 'seq'],
  run_checkpoints: ['run_id', 'target_id', 'step_id', 'key'],
  run_journal: ['run_id', 'target_id', 'seq'],
  run_derived_secrets: ['run_id', 'digest'],
  run_waits: ['run_id', 'target_id', 'for_run_id', 'for_target_id'],
  findings: ['run_id', 'fingerprint'],
  approvals: ['id'],
  feedback: ['run_id', 'by'],
  run_steps: ['run_id', 'target_id', 'step_id'],
  run_targets: ['run_id', 'target_id'],
} as const;

/** A table whose rows are removed in parts. */
export type PartTable = keyof typeof keys;

/** All of them, what hangs on others first. */
export const partTables = Object.keys(keys) as PartTable[];

/** How many rows went, and whether these tables have none left. */
export interface RemovedRows {
  readonly rows: number;
  readonly done: boolean;
}

/**
 * Removes at most so many rows of a run from these tables, in their order. A
 * run may have hundreds of thousands, and SQLite does nothing else meanwhile.
 */
export async function removeRows(options: {
  tx: Knex.Transaction;
  runId: string;
  tables: readonly PartTable[];
  most: number;
}): Promise<RemovedRows> {
  const { tx, runId, tables, most } = options;
  let rows = 0;
  for (const table of tables) {
    const columns = [...keys[table]];
    const left = most - rows;
    const some = tx(table).where({ run_id: runId }).select(columns).limit(left);
    const gone = await tx(table)
      .where({ run_id: runId })
      .whereIn(columns as any, some as any)
      .delete();
    rows += gone;
    if (gone >= left) {
      return { rows, done: false };
    }
  }
  return { rows, done: true };
}
