import type { Knex } from 'knex';
import { toOrbit, type OrbitRecord } from './orbitRows';

/** All orbits, one of them, or those that are due. */
export async function readOrbits(options: {
  tx: Knex | Knex.Transaction;
  id?: string;
  /** Not paused and with a slot at or before this time. */
  dueAt?: string;
}): Promise<OrbitRecord[]> {
  const { tx, id, dueAt } = options;
  const query = tx('orbits').orderBy(['title', 'id']);
  if (id) {
    query.where({ id });
  }
  if (dueAt) {
    query.where({ paused: false }).where('next_run_at', '<=', dueAt);
  }
  return (await query).map(toOrbit);
}
