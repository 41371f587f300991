import type { Knex } from 'knex';

/**
 * Whether a run takes something back. The undo of an undo does not: it brings
 * back what was taken back, as a run that changes something.
 */
export async function isTakingBack(options: {
  tx: Knex | Knex.Transaction;
  run: { readonly undoOf?: string };
}): Promise<boolean> {
  let { undoOf } = options.run;
  let isBack = false;
  while (undoOf) {
    isBack = !isBack;
    const [before] = await options
      .tx('runs')
      .where({ id: undoOf })
      .pluck('undo_of');
    undoOf = before ?? undefined;
  }
  return isBack;
}
