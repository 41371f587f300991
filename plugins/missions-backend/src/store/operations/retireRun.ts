import type { Knex } from 'knex';
import { type RemovedRows, partTables, removeRows } from './removeRows';

/** What is removed of a run before itself: from which stage, where it is kept, and how the run says so. */
export const retiredParts = {
  logs: { stage: 0, tables: ['run_logs'], column: 'logs_removed_at' },
  history: {
    stage: 1,
    tables: ['run_evidence', 'run_events'],
    column: 'history_removed_at',
  },
} as const;

/**
 * Removes a batch of the log, or of events and evidence, of a run that ended.
 * The run says that they are gone from the first batch on, and passes to the
 * next stage with the last one.
 */
export async function retirePart(options: {
  tx: Knex.Transaction;
  runId: string;
  part: keyof typeof retiredParts;
  now: string;
  most: number;
}): Promise<RemovedRows> {
  const { tx, runId, part, now, most } = options;
  const { stage, tables, column } = retiredParts[part];
  const removed = await removeRows({ tx, runId, tables, most });
  await tx('runs')
    .where({ id: runId, retention_stage: stage })
    .update({
      ...(removed.rows > 0 && {
        [column]: tx.raw('COALESCE(??, ?)', [column, now]),
      }),
      ...(removed.done && { retention_stage: stage + 1 }),
    });
  return removed;
}

/** Removes a batch of a run, and the run itself with the last one. */
export async function retireRun(options: {
  tx: Knex.Transaction;
  runId: string;
  most: number;
}): Promise<RemovedRows> {
  const { tx, runId, most } = options;
  const removed = await removeRows({ tx, runId, tables: partTables, most });
  if (!removed.done) {
    return removed;
  }
  const run = await tx('runs').where({ id: runId }).first('orbit_id');
  if (run?.orbit_id) {
    // Nobody can open what the slot started any more.
    await tx('orbit_slots')
      .where({ orbit_id: run.orbit_id, run_id: runId })
      .delete();
  }
  await tx('runs').where({ id: runId }).delete();
  return removed;
}
