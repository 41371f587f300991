import type { Store } from '../Store';

/**
 * Has everything looked at again whose writes may be held: what says so, and
 * what a worker has in hand, which may just be about to say so. A wake-up during
 * a lease is kept until its end, so none is lost. Run by run, as every change:
 * what is missed when the process dies meanwhile looks by itself within
 * a minute.
 */
export async function wakeHeld(
  store: Store,
  only: { runId?: string } = {},
): Promise<void> {
  const { runId: id } = only;
  const runIds: string[] = await store
    .db('run_targets')
    .where({ state: 'running', ...(id && { run_id: id }) })
    .where(query =>
      query.whereNotNull('held_json').orWhereNotNull('lease_owner'),
    )
    .distinct()
    .pluck('run_id');
  for (const runId of runIds) {
    await store.changeRun(runId, async change => {
      for (const {
        targetId,
        state,
        held,
        leaseOwner,
      } of await change.targets()) {
        if (state === 'running' && (held ?? leaseOwner) !== undefined) {
          await change.wakeTarget(targetId);
        }
      }
    });
  }
}
