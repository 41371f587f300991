import {
  type RunTarget,
  terminalStates,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Dialect } from '../dialect';
import type { RunRecord } from '../types';

/**
 * What goes before those targets of a run that could go on and that no worker
 * has taken yet, by target.
 */
export async function readQueued(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  run: RunRecord;
  /** Most targets that may work on a cluster at once. */
  limitOf?: (cluster: string) => number | undefined;
}): Promise<Map<string, NonNullable<RunTarget['queued']>>> {
  const { tx, dialect, run, limitOf = () => undefined } = options;
  const found = new Map<string, NonNullable<RunTarget['queued']>>();
  if (run.finishedAt) {
    return found;
  }
  const waiting: {
    target_id: string;
    cluster: string | null;
    enqueued_at: string;
  }[] = await tx('run_targets')
    .where({ run_id: run.id })
    .where('wake_at', '<=', tx.raw(dialect.now))
    .whereNull('lease_owner')
    .orderBy('position')
    .select('target_id', 'cluster', 'enqueued_at');
  if (waiting.length === 0) {
    return found;
  }
  const ahead = await tx('run_targets as t')
    .join('runs as r', 'r.id', 't.run_id')
    .where('t.wake_at', '<=', tx.raw(dialect.now))
    .whereNull('t.lease_owner')
    .whereNot('r.id', run.id)
    .where(where =>
      where
        .where('r.priority', '>', run.priority)
        .orWhere(same =>
          same
            .where('r.priority', run.priority)
            .where('t.enqueued_at', '<', waiting[0].enqueued_at),
        ),
    )
    .count({ count: '*' })
    .first();
  for (const { target_id, cluster } of waiting) {
    const limit = cluster === null ? undefined : limitOf(cluster);
    const working =
      limit === undefined
        ? 0
        : await countWorking({ tx, dialect, cluster: cluster! });
    found.set(target_id, {
      ahead: Number(ahead?.count ?? 0),
      ...(limit !== undefined &&
        working >= limit && { clusterBusy: working, clusterFull: true }),
    });
  }
  return found;
}

/** How many targets work on a cluster now, at all replicas. */
export async function countWorking(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  cluster: string;
}): Promise<number> {
  const { tx, dialect, cluster } = options;
  const row = await tx('run_targets')
    .where({ cluster })
    .whereNotIn('state', [...terminalStates])
    .where('lease_until', '>=', tx.raw(dialect.now))
    .count({ count: '*' })
    .first();
  return Number(row?.count ?? 0);
}
