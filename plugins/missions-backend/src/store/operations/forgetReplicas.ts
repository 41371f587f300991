import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import type { Replica } from './announceReplica';

/**
 * Forgets the replicas that were not seen for a life, with what they left to
 * others, and what this one left of runs that have ended. One that was only
 * suspended announces itself again.
 */
export async function forgetReplicas(options: {
  tx: Knex;
  dialect: Dialect;
  replica: Replica;
}): Promise<void> {
  const { tx, dialect, replica } = options;
  await tx('worker_replicas')
    .whereRaw(`seen_at < ${dialect.nowPlus}`, [-replica.lifeMs])
    .delete();
  await tx('left_targets')
    .where({ replica_id: replica.id })
    .whereIn('run_id', tx('runs').whereNotNull('finished_at').select('id'))
    .delete();
}
