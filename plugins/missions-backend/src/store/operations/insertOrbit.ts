import type { Knex } from 'knex';
import { toJson } from '../rows';
import type { OrbitRecord } from './orbitRows';

/** Enables a recurring mission. */
export async function insertOrbit(options: {
  tx: Knex | Knex.Transaction;
  orbit: OrbitRecord;
}): Promise<void> {
  const { tx, orbit } = options;
  await tx('orbits').insert({
    id: orbit.id,
    mission_ref: orbit.missionRef,
    title: orbit.title,
    schedule_json: JSON.stringify(orbit.schedule),
    targets_json: JSON.stringify(orbit.targets),
    parameters_json: JSON.stringify(orbit.parameters),
    owner: orbit.owner,
    child_authority_json: toJson(orbit.childAuthority),
    paused: orbit.paused,
    created_at: orbit.createdAt,
    next_run_at: orbit.nextRunAt ?? null,
    next_slot_at: orbit.nextSlotAt ?? null,
  });
}
