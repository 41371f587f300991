import type { World } from '../world/World';

/** The undos that did not succeed, target by target: why a cluster may not be as it was. */
export async function standingUndos({ database }: World): Promise<string[]> {
  const rows: any[] = await database
    .truth()('run_targets as target')
    .join('runs as run', 'run.id', 'target.run_id')
    .whereNotNull('run.undo_of')
    .whereNot('target.state', 'succeeded')
    .orderBy(['run.undo_of', 'target.run_id', 'target.target_id'])
    .select('run.undo_of', 'target.run_id', 'target.target_id', 'target.state');
  return rows.map(
    row =>
      `Undo ${row.run_id} of ${row.undo_of} is ${row.state} on ${row.target_id}`,
  );
}
