import type { Knex } from 'knex';

/**
 * By run, the last undo of it that succeeded and still counts. An undo that was
 * taken back counts no more, until what took it back is taken back in turn.
 */
export async function readStandingUndos(options: {
  tx: Knex | Knex.Transaction;
  runIds: readonly string[];
}): Promise<Map<string, string>> {
  const { tx, runIds } = options;
  if (runIds.length === 0) {
    return new Map();
  }
  const undos: { id: string; undo_of: string }[] = await tx('runs')
    .whereIn('undo_of', [...runIds])
    .where({ state: 'succeeded' })
    .orderBy('id')
    .select('id', 'undo_of');
  const takenBack = await readStandingUndos({
    tx,
    runIds: undos.map(({ id }) => id),
  });
  return new Map(
    undos
      .filter(({ id }) => !takenBack.has(id))
      .map(({ id, undo_of: runId }) => [runId, id]),
  );
}
