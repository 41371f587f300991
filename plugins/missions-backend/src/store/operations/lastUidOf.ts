import type { Knex } from 'knex';

/** The cluster that the last run found under a name; undefined when none looked. */
export async function lastUidOf(options: {
  tx: Knex | Knex.Transaction;
  cluster: string;
}): Promise<string | undefined> {
  const { tx, cluster } = options;
  const row = await tx('run_targets')
    .where({ cluster })
    .whereNotNull('cluster_uid')
    .orderBy('enqueued_at', 'desc')
    .first('cluster_uid');
  return row?.cluster_uid;
}
