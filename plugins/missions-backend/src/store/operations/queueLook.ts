import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { toSlot, type SlotRecord } from './orbitRows';
import { queueSlot } from './queueSlot';
import { readLook, type LookKey } from './readLook';

/**
 * Lets a look that a person asked for wait until the run before ends. The slot
 * that waits already does for it: it looks at the same. The same key gives the
 * same slot, or the run that it started in between. Throws CONFLICT when the
 * orbit is paused.
 */
export async function queueLook(options: {
  tx: Knex.Transaction;
  orbitId: string;
  now: string;
  reason: string;
  look?: LookKey;
}): Promise<{ slot: SlotRecord } | { runId: string }> {
  const { tx, orbitId, now, reason, look } = options;
  // Holds the orbit, so that two people do this one after the other.
  await tx('orbits')
    .where({ id: orbitId })
    .update({ paused: tx.ref('paused') });
  const repeated = await readLook({ tx, look });
  if (repeated) {
    return { slot: repeated };
  }
  const started =
    look &&
    (await tx('runs')
      .where({ initiator: look.by, idempotency_key: look.key })
      .first('id'));
  if (started) {
    return { runId: started.id };
  }
  const waiting = await tx('orbit_slots')
    .where({ orbit_id: orbitId, state: 'queued' })
    .first();
  const row = waiting ?? (await insertLook(tx, orbitId, now, reason));
  if (look) {
    await tx('orbit_looks').insert({
      asked_by: look.by,
      idempotency_key: look.key,
      orbit_id: orbitId,
      slot: row.slot,
    });
  }
  return { slot: toSlot(row) };
}

async function insertLook(
  tx: Knex.Transaction,
  orbitId: string,
  now: string,
  reason: string,
): Promise<{ slot: string }> {
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
  return row;
}
