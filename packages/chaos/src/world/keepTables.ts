import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from './World';

/** Tables that say what happened to a run, and the columns that order them. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  runs: ['created_at', 'id'],
  run_targets: ['run_id', 'target_id'],
  run_steps: ['run_id', 'target_id', 'step_id'],
  run_journal: ['run_id', 'target_id', 'seq'],
  run_events: ['run_id', 'seq'],
  approvals: ['run_id', 'created_at', 'id'],
};

/** Keeps what the database says of the runs beside the engines' logs, a row a line: it is gone with the world. */
export async function keepTables(
  world: Pick<World, 'database' | 'folder'>,
): Promise<void> {
  for (const [table, order] of Object.entries(TABLES)) {
    const rows = await world.database
      .truth()(table)
      .orderBy([...order]);
    await writeFile(
      join(world.folder, `${table}.jsonl`),
      rows.map(row => `${JSON.stringify(row)}\n`).join(''),
    );
  }
}
