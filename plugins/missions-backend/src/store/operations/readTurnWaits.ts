import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Hold } from '../../engine';
import { parseJson } from '../rows';

/** A run that goes before, and what holds it. */
export interface TurnWait {
  readonly runId: string;
  readonly object: ObjectRef;
  readonly held?: Hold['kind'];
}

/** For whom targets of a run wait: by target, one object for each run. */
export async function readTurnWaits(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
}): Promise<Map<string, TurnWait[]>> {
  const { tx, runId } = options;
  const rows = await tx('run_waits as w')
    .join('run_targets as t', {
      't.run_id': 'w.for_run_id',
      't.target_id': 'w.for_target_id',
    })
    .where('w.run_id', runId)
    .orderBy(['w.target_id', 'w.for_run_id', 'w.for_target_id'])
    .select('w.target_id', 'w.for_run_id', 'w.object_json', 't.held_json');
  const waits = new Map<string, TurnWait[]>();
  for (const row of rows) {
    const found = waits.get(row.target_id) ?? [];
    if (!found.some(item => item.runId === row.for_run_id)) {
      const held = parseJson<Hold>(row.held_json);
      found.push({
        runId: row.for_run_id,
        object: parseJson<ObjectRef>(row.object_json)!,
        ...(held && { held: held.kind }),
      });
    }
    waits.set(row.target_id, found);
  }
  return waits;
}
