import type { Knex } from 'knex';

/**
 * Holds one of the engine's locks until the end of the transaction: `turns`
 * where runs are compared, `claims` where clusters have limits. Take it after
 * the run's own row, never before.
 */
export async function holdLock(options: {
  tx: Knex.Transaction;
  name: 'turns' | 'claims';
}): Promise<void> {
  const { tx, name } = options;
  await tx('engine_locks').insert({ name }).onConflict('name').merge();
}
