import type { Knex } from 'knex';

/** Writes what became of a slot: the run that it started, or why none. */
export async function finishSlot(options: {
  tx: Knex | Knex.Transaction;
  orbitId: string;
  slot: string;
  runId?: string;
  problem?: string;
}): Promise<void> {
  const { tx, orbitId, slot, runId, problem } = options;
  await tx('orbit_slots')
    .where({ orbit_id: orbitId, slot })
    .update({ run_id: runId ?? null, problem: problem ?? null });
}

/** Slots that a replica claimed and did not finish before this time: it died. */
export async function findOrphanedSlots(options: {
  tx: Knex | Knex.Transaction;
  claimedBefore: string;
}): Promise<{ orbitId: string; slot: string }[]> {
  const rows = await options
    .tx('orbit_slots')
    .whereNull('run_id')
    .whereNull('problem')
    .where('claimed_at', '<', options.claimedBefore)
    .select('orbit_id', 'slot');
  return rows.map(row => ({ orbitId: row.orbit_id, slot: row.slot }));
}
