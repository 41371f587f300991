import type { Knex } from 'knex';
import { toJson } from '../rows';
import type { OrbitRecord } from './orbitRows';
import { readOrbits } from './readOrbits';

/**
 * Enables a recurring mission. Answers what is stored: an orbit of the same id
 * that is there already stays as it is.
 */
export async function insertOrbit(options: {
  tx: Knex | Knex.Transaction;
  orbit: OrbitRecord;
}): Promise<OrbitRecord> {
  const { tx, orbit } = options;
  const row = {
    id: orbit.id,
    mission_ref: orbit.missionRef,
    title: orbit.title,
    schedule_json: JSON.stringify(orbit.schedule),
    targets_json: JSON.stringify(orbit.targets),
    parameters_json: JSON.stringify(orbit.parameters),
    owner: orbit.owner,
    starter_json: toJson(orbit.starter),
    child_authority_json: toJson(orbit.childAuthority),
    request_hash: orbit.requestHash ?? null,
    paused: orbit.paused,
    created_at: orbit.createdAt,
    next_run_at: orbit.nextRunAt ?? null,
    next_slot_at: orbit.nextSlotAt ?? null,
  };
  await tx('orbits').insert(row).onConflict('id').ignore();
  const [stored = orbit] = await readOrbits({ tx, id: orbit.id });
  return stored;
}
