import type { KeyPrint } from '../../sealing';
import type { RunChange } from '../RunChange';
import { parseJson } from '../rows';
import { announceReplica, type Replica } from './announceReplica';

/**
 * Leaves a target to another replica, which lives and has the key that this one
 * lacks: from now on `claimTarget` passes over it for this one, until that one
 * is gone or has left the target itself. False: there is no such replica.
 *
 * Who left a target once is never asked for it again, as its keys stay what they
 * are. So of several that cannot open it the last one finds nobody, also where
 * each has another key under the same id.
 */
export async function leaveTarget(options: {
  change: RunChange;
  replica: Replica;
  targetId: string;
  /** Id of the key. */
  keyId: string;
}): Promise<boolean> {
  const { change, replica, targetId, keyId } = options;
  const { dialect } = change;
  const tx = await change.open();
  const runId = change.run.id;
  const others = await tx('worker_replicas as r')
    .whereNot('r.id', replica.id)
    .whereRaw(`r.seen_at >= ${dialect.nowPlus}`, [-replica.lifeMs])
    .whereNotExists(
      tx('left_targets as l')
        .whereRaw('l.replica_id = r.id')
        .where({ 'l.run_id': runId, 'l.target_id': targetId }),
    )
    .orderBy('r.id')
    .select('r.id', 'r.keys_json');
  const printIn = (keys: readonly KeyPrint[]) =>
    keys.find(({ id }) => id === keyId)?.print;
  const own = printIn(replica.keys);
  const holder = others.find(row => {
    const print = printIn(parseJson<KeyPrint[]>(row.keys_json) ?? []);
    return print !== undefined && print !== own;
  });
  if (!holder) {
    return false;
  }
  // One that was suspended may be forgotten by now.
  await announceReplica({ tx, dialect, replica });
  await tx('left_targets')
    .insert({
      replica_id: replica.id,
      run_id: runId,
      target_id: targetId,
      left_to: holder.id,
    })
    .onConflict(['replica_id', 'run_id', 'target_id'])
    .merge(['left_to']);
  return true;
}
