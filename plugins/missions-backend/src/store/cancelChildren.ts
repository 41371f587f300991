import { RunState, isTerminal } from '@mission-control/plugin-missions-common';
import { requestCancel } from './operations/requestCancel';
import type { WithEachRun } from './HeldRuns';
import { SWEEP_LOCK_MS, type SweepingStore } from './SweepingStore';

const open = Object.values(RunState).filter(state => !isTerminal(state));

/**
 * Cancels what cancelled runs have started and is still open, as who cancelled
 * those. Who cancels a run does it at once; this is the sweep of the workers,
 * for a process that died between the two. Throws what the first throws that
 * cannot be changed, after all others.
 */
export async function cancelChildren(
  store: SweepingStore,
  withEach: WithEachRun,
): Promise<void> {
  const left: { id: string; parent: string }[] = await store
    .db('runs as c')
    .join('runs as p', 'p.id', 'c.parent_run_id')
    .whereIn('c.state', open)
    .where({ 'c.cancel_requested': false, 'p.cancel_requested': true })
    .select('c.id', 'p.id as parent');
  const parents = new Map(left.map(({ id, parent }) => [id, parent]));
  await withEach([...parents.keys()], id =>
    cancelChild(store, id, parents.get(id)!),
  );
}

async function cancelChild(
  store: SweepingStore,
  id: string,
  parent: string,
): Promise<void> {
  const asked = await store
    .db('run_events')
    .where({ run_id: parent, type: 'run.cancelRequested' })
    .first('by', 'message');
  await store.changeRun(
    id,
    async change => {
      if (!change.run.finishedAt) {
        const { by = change.run.initiator, message } = asked ?? {};
        await requestCancel({ change, by, reason: message ?? undefined });
      }
    },
    { lockMs: SWEEP_LOCK_MS },
  );
}
