import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Freeze } from '../../engine';
import { newId } from '../newId';

type Row = Record<string, any>;

const toFreeze = (row: Row): Freeze => ({
  id: row.id,
  scope: row.scope,
  name: row.name ?? undefined,
  reason: row.reason,
  by: row.set_by,
  at: row.set_at,
  until: row.until ?? undefined,
});

/**
 * Freezes that nobody lifted, the oldest first. Whether the end of one has
 * come, tells the clock of who asks. In the transaction of a write it sees
 * every freeze that is committed by then.
 */
export async function readFreezes({
  tx,
}: {
  tx: Knex | Knex.Transaction;
}): Promise<Freeze[]> {
  const rows = await tx('freezes').whereNull('lifted_at').orderBy('id');
  return rows.map(toFreeze);
}

/** Keeps a new freeze: from its commit on, no write begins where it holds. */
export async function insertFreeze(options: {
  tx: Knex | Knex.Transaction;
  freeze: Omit<Freeze, 'id' | 'at'>;
  now: Date;
}): Promise<Freeze> {
  const { tx, freeze, now } = options;
  const kept: Freeze = { ...freeze, id: newId(now), at: now.toISOString() };
  await tx('freezes').insert({
    id: kept.id,
    scope: kept.scope,
    name: kept.name ?? null,
    reason: kept.reason,
    set_by: kept.by,
    set_at: kept.at,
    until: kept.until ?? null,
  });
  return kept;
}

/**
 * Of two people one lifts it. Throws NOT_FOUND, and STATE_REFUSED for one that is
 * lifted already.
 */
export async function liftFreeze(options: {
  tx: Knex | Knex.Transaction;
  id: string;
  by: string;
  reason: string;
  now: Date;
}): Promise<void> {
  const { tx, id, by, reason, now } = options;
  const lifted = await tx('freezes')
    .where({ id })
    .whereNull('lifted_at')
    .update({
      lifted_at: now.toISOString(),
      lifted_by: by,
      lift_reason: reason,
    });
  if (lifted > 0) {
    return;
  }
  const known = await tx('freezes').where({ id }).first('id');
  throw known
    ? new MissionError('STATE_REFUSED', `Freeze ${id} is lifted already`)
    : new MissionError('NOT_FOUND', `There is no freeze '${id}'`);
}
