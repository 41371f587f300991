import type { Knex } from 'knex';
import type { StandingUndo } from './readStandingUndos';

const objectColumns = ['run_id', 'target_id', 'object_json'] as const;

type ObjectRow = Record<(typeof objectColumns)[number], string>;

/**
 * How many objects are as some runs left them, by run: what an undo kept, what
 * none was about, and what is there again because its undo was taken back.
 * What cannot be restored does not count, unless an undo said so of it.
 */
export async function countLeft(options: {
  tx: Knex | Knex.Transaction;
  undos: ReadonlyMap<string, StandingUndo>;
}): Promise<Map<string, number>> {
  const { tx, undos } = options;
  const open: ObjectRow[] = await tx('run_journal')
    .whereIn('run_id', [...undos.keys()])
    .whereIn('state', ['intent', 'done'])
    .where(query => query.whereNull('irreversible').orWhereNotNull('kept_by'))
    .distinct(objectColumns);
  const left = new Map<string, Set<string>>();
  const add = (row: ObjectRow) =>
    left.set(
      row.run_id,
      (left.get(row.run_id) ?? new Set()).add(
        `${row.target_id}\n${row.object_json}`,
      ),
    );
  open.forEach(add);
  for (const [runId, { restored }] of undos) {
    for (const { targetId, undoneBy } of restored) {
      const again: ObjectRow[] = await tx('run_journal')
        .where({ run_id: runId, target_id: targetId, undone_by: undoneBy })
        .distinct(objectColumns);
      again.forEach(add);
    }
  }
  return new Map([...left].map(([runId, objects]) => [runId, objects.size]));
}
