import type { Knex } from 'knex';

/**
 * How many objects are as some runs left them, by run: what an undo kept, and
 * what none was about. What cannot be restored does not count, unless an undo
 * said so of it.
 */
export async function countLeft(options: {
  tx: Knex | Knex.Transaction;
  runIds: readonly string[];
}): Promise<Map<string, number>> {
  const { tx, runIds } = options;
  const rows: { run_id: string }[] = await tx('run_journal')
    .whereIn('run_id', runIds)
    .whereIn('state', ['intent', 'done'])
    .where(query => query.whereNull('irreversible').orWhereNotNull('kept_by'))
    .distinct('run_id', 'target_id', 'object_json');
  const left = new Map<string, number>();
  for (const { run_id: runId } of rows) {
    left.set(runId, (left.get(runId) ?? 0) + 1);
  }
  return left;
}
