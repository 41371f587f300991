import type { Knex } from 'knex';
import { moveSlot } from './moveSlot';
import { PAUSED_REASON } from './queueSlot';

/** Starts no further run, not even that of the slot that waits. */
export async function pauseOrbit(options: {
  tx: Knex.Transaction;
  orbitId: string;
}): Promise<void> {
  const { tx, orbitId } = options;
  await tx('orbits').where({ id: orbitId }).update({ paused: true });
  const waiting = await tx('orbit_slots')
    .where({ orbit_id: orbitId, state: 'queued' })
    .first('slot');
  if (waiting) {
    await moveSlot({
      tx,
      orbitId,
      slotAt: waiting.slot,
      from: 'queued',
      event: 'orbit_paused',
      reason: PAUSED_REASON,
    });
  }
}
