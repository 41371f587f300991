import type { Knex } from 'knex';
import type { Dialect } from '../dialect';

/** Runs with an open approval whose time is up. */
export async function findExpiredApprovals(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
}): Promise<string[]> {
  const { tx, dialect } = options;
  return tx('approvals')
    .where({ state: 'open' })
    .where('expires_at', '<=', tx.raw(dialect.now))
    .distinct()
    .pluck('run_id');
}
