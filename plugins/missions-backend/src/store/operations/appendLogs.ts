import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import type { LogRecord } from '../types';
import type { Lease } from './claimTarget';

/** A line before it has its number. */
export interface NewLogLine {
  readonly level: LogRecord['level'];
  readonly text: string;
  readonly at: string;
}

/**
 * Appends lines to a step's log with the next numbers. Empty for a stale
 * fence: a worker that lost its lease writes nothing.
 */
export async function appendLogs(options: {
  tx: Knex.Transaction;
  dialect: Dialect;
  lease: Lease;
  stepId: string;
  lines: readonly NewLogLine[];
}): Promise<LogRecord[]> {
  const { tx, dialect, lease, stepId, lines } = options;
  const [row] = dialect.rows<{ log_seq: number }>(
    await tx.raw(
      `UPDATE run_steps SET log_seq = log_seq + ?
       WHERE run_id = ? AND target_id = ? AND step_id = ?
         AND EXISTS (SELECT 1 FROM run_targets t
           WHERE t.run_id = run_steps.run_id AND t.target_id = run_steps.target_id
             AND t.fence = ? AND t.lease_owner = ?)
       RETURNING log_seq`,
      [
        lines.length,
        lease.runId,
        lease.targetId,
        stepId,
        lease.fence,
        lease.owner,
      ],
    ),
  );
  if (!row) {
    return [];
  }
  const first = row.log_seq - lines.length + 1;
  const records = lines.map(
    (line, index): LogRecord => ({
      runId: lease.runId,
      targetId: lease.targetId,
      stepId,
      seq: first + index,
      ...line,
    }),
  );
  await tx.batchInsert(
    'run_logs',
    records.map(({ runId, targetId, stepId: step, ...line }) => ({
      run_id: runId,
      target_id: targetId,
      step_id: step,
      ...line,
    })),
    100,
  );
  return records;
}
