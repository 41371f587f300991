import type { Knex } from 'knex';

/** Rows of one insert: both dialects bound the number of values. */
const ROWS_AT_ONCE = 100;

/**
 * Takes the slots of an orbit that came, the last of them the newest, and
 * moves the orbit on to its next one. False when another replica was faster:
 * the orbit moves on only from the time that was read, and the row
 * (orbit, slot) is unique.
 */
export async function claimSlots(options: {
  tx: Knex.Transaction;
  orbitId: string;
  /** `next_run_at` as it was read. */
  due: string;
  slots: readonly {
    slotAt: string;
    startsAt: string;
    state: 'due' | 'missed';
    reason?: string;
  }[];
  next?: { slotAt: string; startsAt: string };
  now: string;
}): Promise<boolean> {
  const { tx, orbitId, due, slots, next, now } = options;
  const newest = slots[slots.length - 1];
  const moved = await tx('orbits')
    .where({ id: orbitId, paused: false, next_run_at: due })
    .update({
      next_run_at: next?.startsAt ?? null,
      next_slot_at: next?.slotAt ?? null,
      last_slot_at: newest.slotAt,
    });
  if (moved === 0) {
    return false;
  }
  const inserted: { slot: string }[] = [];
  for (let first = 0; first < slots.length; first += ROWS_AT_ONCE) {
    const rows = slots.slice(first, first + ROWS_AT_ONCE).map(slot => ({
      orbit_id: orbitId,
      slot: slot.slotAt,
      starts_at: slot.startsAt,
      state: slot.state,
      problem: slot.reason ?? null,
      claimed_at: now,
    }));
    inserted.push(
      ...(await tx('orbit_slots')
        .insert(rows)
        .onConflict(['orbit_id', 'slot'])
        .ignore()
        .returning('slot')),
    );
  }
  return inserted.some(({ slot }) => slot === newest.slotAt);
}
