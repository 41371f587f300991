import type { Knex } from 'knex';
import { toSlot, type SlotRecord } from './orbitRows';

/** Who asks for a look, and the key of the request. */
export interface LookKey {
  readonly by: string;
  readonly key: string;
}

/** The slot of a look that had to wait, by the key that it was asked with. */
export async function readLook(options: {
  tx: Knex | Knex.Transaction;
  look: LookKey | undefined;
}): Promise<SlotRecord | undefined> {
  const { tx, look } = options;
  const row =
    look &&
    (await tx('orbit_looks as l')
      .join('orbit_slots as s', join =>
        join.on('s.orbit_id', 'l.orbit_id').andOn('s.slot', 'l.slot'),
      )
      .where({ 'l.asked_by': look.by, 'l.idempotency_key': look.key })
      .first('s.*'));
  return row && toSlot(row);
}
