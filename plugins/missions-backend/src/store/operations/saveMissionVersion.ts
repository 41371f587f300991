import type { MissionSpec } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/** Keeps the immutable content of a mission version; again is harmless. */
export async function saveMissionVersion(options: {
  tx: Knex | Knex.Transaction;
  ref: string;
  version: string;
  content: string;
  spec: MissionSpec;
  now: string;
}): Promise<void> {
  const { tx, ref, version, content, spec, now } = options;
  await tx('mission_versions')
    .insert({
      ref,
      version,
      content,
      spec_json: JSON.stringify(spec),
      created_at: now,
    })
    .onConflict(['ref', 'version'])
    .ignore();
}
