import type { Knex } from 'knex';
import { toLog } from '../rows';
import type { LogRecord } from '../types';

/** Which lines, and how many of them at most. */
export interface ReadLogsOptions {
  tx: Knex | Knex.Transaction;
  runId: string;
  targetId?: string;
  stepId?: string;
  /** Only lines behind this number; a number is of one step on one target. */
  after?: number;
  /** Only lines before this number. */
  before?: number;
  /** Of more lines than the limit the last ones, not the first. */
  newest?: boolean;
  contains?: string;
  limit?: number;
}

/**
 * Log lines of a run or of one step, oldest first, whichever end they are
 * taken from. A step's lines are ordered by number, which the primary key
 * answers without sorting a long log.
 */
export async function readLogs(options: ReadLogsOptions): Promise<LogRecord[]> {
  const { tx, runId, targetId, stepId, after, before, contains } = options;
  const { newest = false, limit = 1000 } = options;
  const columns =
    targetId && stepId ? ['seq'] : ['at', 'target_id', 'step_id', 'seq'];
  const order = newest ? 'desc' : 'asc';
  const query = tx('run_logs')
    .where({
      run_id: runId,
      ...(targetId && { target_id: targetId }),
      ...(stepId && { step_id: stepId }),
    })
    .orderBy(columns.map(column => ({ column, order })))
    .limit(limit);
  if (after !== undefined) {
    query.where('seq', '>', after);
  }
  if (before !== undefined) {
    query.where('seq', '<', before);
  }
  if (contains) {
    const pattern = contains.toLowerCase().replace(/[\\%_]/g, '\\$&');
    query.whereRaw(`lower(text) LIKE ? ESCAPE '\\'`, [`%${pattern}%`]);
  }
  const rows = await query;
  return (newest ? rows.reverse() : rows).map(toLog);
}
