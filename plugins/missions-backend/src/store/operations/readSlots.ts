import type { SlotState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { toSlot, type SlotRecord } from './orbitRows';

/** Slots, newest first. */
export async function readSlots(options: {
  tx: Knex | Knex.Transaction;
  orbitId?: string;
  state?: SlotState;
  /** Taken before this time. */
  claimedBefore?: string;
  limit?: number;
}): Promise<SlotRecord[]> {
  const { tx, orbitId, state, claimedBefore, limit } = options;
  const query = tx('orbit_slots').orderBy('slot', 'desc');
  if (orbitId) {
    query.where({ orbit_id: orbitId });
  }
  if (state) {
    query.where({ state });
  }
  if (claimedBefore) {
    query.where('claimed_at', '<', claimedBefore);
  }
  if (limit) {
    query.limit(limit);
  }
  return (await query).map(toSlot);
}

/** The newest slot of each of these orbits. */
export async function readLastSlots(options: {
  tx: Knex | Knex.Transaction;
  orbitIds: readonly string[];
}): Promise<Map<string, SlotRecord>> {
  const { tx, orbitIds } = options;
  const rows = await tx('orbit_slots as s')
    .join('orbits as o', join =>
      join.on('o.id', 's.orbit_id').andOn('o.last_slot_at', 's.slot'),
    )
    .whereIn('s.orbit_id', [...orbitIds])
    .select('s.*');
  return new Map(rows.map(row => [row.orbit_id, toSlot(row)]));
}
