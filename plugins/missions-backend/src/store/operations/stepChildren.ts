import type { Knex } from 'knex';
import { isStanding, lastChain, readUndoChains } from './readUndoChains';

/** The runs that a step started, oldest first: one for each time it was tried. */
export async function readStepChildren(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
  targetId: string;
  stepId: string;
}): Promise<string[]> {
  const { tx, runId, targetId, stepId } = options;
  return tx('runs')
    .where({
      parent_run_id: runId,
      parent_target_id: targetId,
      parent_step_id: stepId,
    })
    .orderBy('id')
    .pluck('id');
}

/** Whether something that a run changed is there: open, or restored by the undo of its undo. */
export async function isSomethingLeft(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
}): Promise<boolean> {
  const { tx, runId } = options;
  const entries: { target_id: string; state: string }[] = await tx(
    'run_journal',
  )
    .where({ run_id: runId })
    .whereIn('state', ['intent', 'done', 'undone'])
    .distinct('target_id', 'state');
  if (entries.some(({ state }) => state !== 'undone')) {
    return true;
  }
  const chains = (await readUndoChains({ tx, runIds: [runId] })).get(runId);
  return entries.some(({ target_id: targetId }) => {
    const last = lastChain(chains, targetId);
    return last !== undefined && !isStanding(last);
  });
}
