import type { Knex } from 'knex';

/** An undo of a run on one target, the undo of that, and so on. */
export interface UndoChain {
  readonly targetId: string;
  readonly undos: readonly [string, ...string[]];
}

/**
 * By run, what its undos that ended well on a target came to, oldest first. A
 * run may be taken back on some targets only, and such an undo on some of them
 * again, so each target has chains of its own.
 */
export async function readUndoChains(options: {
  tx: Knex | Knex.Transaction;
  runIds: readonly string[];
}): Promise<Map<string, UndoChain[]>> {
  const { tx, runIds } = options;
  if (runIds.length === 0) {
    return new Map();
  }
  const undos: { id: string; undo_of: string; target_id: string }[] = await tx(
    'runs as undo',
  )
    .join('run_targets as target', 'target.run_id', 'undo.id')
    .whereIn('undo.undo_of', [...runIds])
    .whereNotNull('undo.finished_at')
    .where({ 'target.state': 'succeeded' })
    .orderBy('undo.id')
    .select('undo.id', 'undo.undo_of', 'target.target_id');
  const after = await readUndoChains({
    tx,
    runIds: [...new Set(undos.map(({ id }) => id))],
  });
  const chains = new Map<string, UndoChain[]>();
  for (const { id, undo_of: runId, target_id: targetId } of undos) {
    const later = lastChain(after.get(id), targetId)?.undos ?? [];
    const chain: UndoChain = { targetId, undos: [id, ...later] };
    chains.set(runId, [...(chains.get(runId) ?? []), chain]);
  }
  return chains;
}

/** The chain that says how a run stands on a target: the last whose undo counts. */
export function lastChain(
  chains: readonly UndoChain[] | undefined,
  targetId: string,
): UndoChain | undefined {
  const own = chains?.filter(chain => chain.targetId === targetId);
  return own?.findLast(isStanding) ?? own?.at(-1);
}

/** An undo that was taken back counts no more, until that is taken back in turn. */
export function isStanding({ undos }: UndoChain): boolean {
  return undos.length % 2 === 1;
}
