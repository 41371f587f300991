import type { RunState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/** A run of an orbit that has not ended. */
export interface ActiveRun {
  readonly runId: string;
  readonly state: RunState;
}

/** The newest run of each of these orbits that has not ended. */
export async function readActiveRuns(options: {
  tx: Knex | Knex.Transaction;
  orbitIds: readonly string[];
}): Promise<Map<string, ActiveRun>> {
  const { tx, orbitIds } = options;
  const rows = await tx('runs')
    .whereIn('orbit_id', [...orbitIds])
    .whereNull('finished_at')
    .orderBy('id')
    .select('id', 'orbit_id', 'state');
  return new Map(
    rows.map(row => [row.orbit_id, { runId: row.id, state: row.state }]),
  );
}
