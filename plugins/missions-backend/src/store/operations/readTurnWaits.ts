import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { parseJson } from '../rows';

/** For whom targets of a run wait: by target, one object for each run. */
export async function readTurnWaits(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
}): Promise<Map<string, { runId: string; object: ObjectRef }[]>> {
  const { tx, runId } = options;
  const rows = await tx('run_waits')
    .where({ run_id: runId })
    .orderBy(['target_id', 'for_run_id', 'for_target_id'])
    .select('target_id', 'for_run_id', 'object_json');
  const waits = new Map<string, { runId: string; object: ObjectRef }[]>();
  for (const row of rows) {
    const found = waits.get(row.target_id) ?? [];
    if (!found.some(item => item.runId === row.for_run_id)) {
      found.push({
        runId: row.for_run_id,
        object: parseJson<ObjectRef>(row.object_json)!,
      });
    }
    waits.set(row.target_id, found);
  }
  return waits;
}
