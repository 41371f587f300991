import {
  nextSlotState,
  type SlotEvent,
  type SlotState,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/**
 * Moves a slot by the table of states. False when it is no longer in the state
 * that was read: another replica moved it. Throws when the table refuses it.
 */
export async function moveSlot(options: {
  tx: Knex | Knex.Transaction;
  orbitId: string;
  slotAt: string;
  from: SlotState;
  event: SlotEvent;
  reason?: string;
  runId?: string;
  /** When it is taken again. */
  claimedAt?: string;
}): Promise<boolean> {
  const { tx, orbitId, slotAt, from, event, reason, runId, claimedAt } =
    options;
  const state = nextSlotState(from, event);
  if (!state) {
    throw new Error(`A slot that is ${from} cannot move by ${event}`);
  }
  const moved = await tx('orbit_slots')
    .where({ orbit_id: orbitId, slot: slotAt, state: from })
    .update({
      state,
      problem: reason ?? null,
      run_id: runId ?? null,
      ...(claimedAt && { claimed_at: claimedAt }),
    });
  return moved > 0;
}
