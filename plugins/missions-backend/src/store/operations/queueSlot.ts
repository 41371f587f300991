import type { Knex } from 'knex';
import { moveSlot } from './moveSlot';

/** Why a slot of a paused orbit starts nothing. */
export const PAUSED_REASON = 'The orbit was paused';

/**
 * Lets a due slot wait until the run before ends. One slot of an orbit waits,
 * the newest: an older one gives its place up, and a slot that comes after a
 * newer one is skipped, as is one of an orbit that was paused meanwhile. The
 * orbit's row is held, so that two slots, or a slot and a pause, do this one
 * after the other.
 */
export async function queueSlot(options: {
  tx: Knex.Transaction;
  orbitId: string;
  slotAt: string;
  reason: string;
}): Promise<void> {
  const { tx, orbitId, slotAt, reason } = options;
  const due = { tx, orbitId, slotAt, from: 'due' } as const;
  const [orbit] = await tx('orbits')
    .where({ id: orbitId })
    .update({ paused: tx.ref('paused') })
    .returning('paused');
  if (orbit?.paused) {
    await moveSlot({ ...due, event: 'orbit_paused', reason: PAUSED_REASON });
    return;
  }
  const waiting = await tx('orbit_slots')
    .where({ orbit_id: orbitId, state: 'queued' })
    .first('slot');
  if (waiting && waiting.slot > slotAt) {
    await moveSlot({
      ...due,
      event: 'newer_came',
      reason: `The newer slot ${waiting.slot} waits already`,
    });
    return;
  }
  if (waiting) {
    await moveSlot({
      tx,
      orbitId,
      slotAt: waiting.slot,
      from: 'queued',
      event: 'newer_came',
      reason: `The newer slot ${slotAt} waits in its place`,
    });
  }
  await moveSlot({ ...due, event: 'has_to_wait', reason });
}
