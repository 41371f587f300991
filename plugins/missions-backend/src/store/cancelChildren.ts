import { RunState, isTerminal } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { requestCancel } from './operations/requestCancel';
import type { RunChange } from './RunChange';

const open = Object.values(RunState).filter(state => !isTerminal(state));

/** The part of the store that is used. */
interface ChangingStore {
  readonly db: Knex;
  changeRun<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T>,
  ): Promise<T | undefined>;
}

/**
 * Cancels what cancelled runs have started and is still open, as who cancelled
 * those. Who cancels a run does it at once; this is the sweep of the workers,
 * for a process that died between the two. Throws what the first throws that
 * cannot be changed, after all others.
 */
export async function cancelChildren(store: ChangingStore): Promise<void> {
  const left: { id: string; parent: string }[] = await store
    .db('runs as c')
    .join('runs as p', 'p.id', 'c.parent_run_id')
    .whereIn('c.state', open)
    .where({ 'c.cancel_requested': false, 'p.cancel_requested': true })
    .select('c.id', 'p.id as parent');
  let failure: unknown;
  for (const { id, parent } of left) {
    try {
      await cancelChild(store, id, parent);
    } catch (error) {
      // One that cannot be changed now keeps none of the others.
      failure ??= error;
    }
  }
  if (failure !== undefined) {
    throw failure;
  }
}

async function cancelChild(
  store: ChangingStore,
  id: string,
  parent: string,
): Promise<void> {
  const asked = await store
    .db('run_events')
    .where({ run_id: parent, type: 'run.cancelRequested' })
    .first('by', 'message');
  await store.changeRun(id, async change => {
    if (!change.run.finishedAt) {
      const { by = change.run.initiator, message } = asked ?? {};
      await requestCancel({ change, by, reason: message ?? undefined });
    }
  });
}
