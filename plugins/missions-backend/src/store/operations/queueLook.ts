import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { toSlot, type SlotRecord } from './orbitRows';
import { queueSlot } from './queueSlot';

/**
 * Lets a look that a person asked for wait until the run before ends. The slot
 * that waits already does for it: it looks at the same. Throws CONFLICT when
 * the orbit is paused.
 */
export async function queueLook(options: {
  tx: Knex.Transaction;
  orbitId: string;
  now: string;
  reason: string;
}): Promise<SlotRecord> {
  const { tx, orbitId, now, reason } = options;
  // Holds the orbit, so that two people do this one after the other.
  await tx('orbits')
    .where({ id: orbitId })
    .update({ paused: tx.ref('paused') });
  const waiting = await tx('orbit_slots')
    .where({ orbit_id: orbitId, state: 'queued' })
    .first();
  if (waiting) {
    return toSlot(waiting);
  }
  const slot = { orbit_id: orbitId, slot: now };
  await tx('orbit_slots').insert({
    ...slot,
    starts_at: now,
    state: 'due',
    claimed_at: now,
  });
  await queueSlot({ tx, orbitId, slotAt: now, reason });
  const row = await tx('orbit_slots').where(slot).first();
  if (row?.state !== 'queued') {
    throw new MissionError(
      'CONFLICT',
      `Orbit ${orbitId} cannot wait for its next look: ${row?.problem}`,
      { remedy: 'Resume the orbit, or look when its run has ended.' },
    );
  }
  return toSlot(row);
}
