import type { RunChange } from '../RunChange';
import { targetColumns } from '../rows';
import type { TargetRecord } from '../types';
import type { Lease } from './claimTarget';

/**
 * The target, if this lease still is the newest claim on it. Undefined for a
 * stale fence: the caller changes nothing. With the run's row locked, nobody
 * else can change the target until this transaction ends; a claim that comes
 * meanwhile waits or sees the result.
 */
export async function guardLease(options: {
  change: RunChange;
  lease: Lease;
}): Promise<TargetRecord | undefined> {
  const { change, lease } = options;
  const tx = await change.open();
  // The write locks the row against a claim that would raise the fence.
  const [held] = await tx('run_targets')
    .where({
      run_id: change.run.id,
      target_id: lease.targetId,
      fence: lease.fence,
      lease_owner: lease.owner,
    })
    .update({ fence: lease.fence })
    .returning(targetColumns);
  return held && change.keepTarget(held);
}
