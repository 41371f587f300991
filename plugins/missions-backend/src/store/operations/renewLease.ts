import type { RunState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import { schemaFits } from '../SchemaGuard';
import type { Lease } from './claimTarget';

/**
 * Extends a lease that is still held and answers the target's state.
 * Undefined: somebody else holds it, it ran out, or the schema is newer than
 * this engine; stop at once.
 */
export async function renewLease(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  lease: Lease;
  leaseMs: number;
}): Promise<RunState | undefined> {
  const { tx, dialect, lease, leaseMs } = options;
  const [row] = dialect.rows<{ state: RunState }>(
    await tx.raw(
      `UPDATE run_targets SET lease_until = ${dialect.nowPlus}
       WHERE run_id = ? AND target_id = ? AND fence = ? AND lease_owner = ?
         AND lease_until >= ${dialect.now}
         AND ${schemaFits}
       RETURNING state`,
      [leaseMs, lease.runId, lease.targetId, lease.fence, lease.owner],
    ),
  );
  return row?.state;
}
