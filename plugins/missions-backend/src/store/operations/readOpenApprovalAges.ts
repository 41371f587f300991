import type { Knex } from 'knex';

/** Approvals of one kind that wait for people. */
export interface OpenApprovalAge {
  readonly kind: string;
  readonly count: number;
  /** When the oldest of them was asked for. */
  readonly oldestAt: string;
}

/** Counts what waits for people, by kind. */
export async function readOpenApprovalAges(options: {
  tx: Knex | Knex.Transaction;
}): Promise<OpenApprovalAge[]> {
  const rows: Record<string, unknown>[] = await options
    .tx('approvals')
    .where({ state: 'open' })
    .groupBy('kind')
    .select('kind')
    .count({ count: '*' })
    .min({ oldest: 'created_at' });
  return rows.map(row => ({
    kind: String(row.kind),
    count: Number(row.count),
    oldestAt: String(row.oldest),
  }));
}
