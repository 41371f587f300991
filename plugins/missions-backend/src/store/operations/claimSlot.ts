import type { Knex } from 'knex';

/**
 * Takes a slot of an orbit for this replica and moves the orbit on to its next
 * one. False when another replica was faster: the row (orbit, slot) is unique,
 * and the orbit moves on only from the slot that was read.
 */
export async function claimSlot(options: {
  tx: Knex.Transaction;
  orbitId: string;
  /** `next_run_at` as it was read. */
  due: string;
  slot: string;
  next: string;
  now: string;
}): Promise<boolean> {
  const { tx, orbitId, due, slot, next, now } = options;
  const moved = await tx('orbits')
    .where({ id: orbitId, paused: false, next_run_at: due })
    .update({ next_run_at: next, last_slot_at: slot });
  if (moved === 0) {
    return false;
  }
  const inserted = await tx('orbit_slots')
    .insert({ orbit_id: orbitId, slot, claimed_at: now })
    .onConflict(['orbit_id', 'slot'])
    .ignore()
    .returning('slot');
  return inserted.length > 0;
}
