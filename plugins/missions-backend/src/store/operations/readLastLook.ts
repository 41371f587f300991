import type { Knex } from 'knex';
import type { RunRecord } from '../types';

/** Earlier answers of the checks on a target. */
export interface EarlierLook {
  readonly runId: string;
  readonly clusterUid?: string;
  /** The cluster that the orbit watches, when another one answered. */
  readonly watchedUid?: string;
}

/** Whether checks of a run answered about a target; not whether its run ended well. */
export async function hasLooked(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
  targetId: string;
}): Promise<boolean> {
  const { tx, runId, targetId } = options;
  const row = await tx('run_evidence')
    .where({ run_id: runId, target_id: targetId, phase: 'check' })
    .first('id');
  return row !== undefined;
}

/**
 * The newest run before this one in which checks answered about a target: of
 * the same orbit, or of the same mission started by hand.
 */
export async function readLastLook(options: {
  tx: Knex | Knex.Transaction;
  run: Pick<RunRecord, 'orbitId' | 'missionRef' | 'createdAt'>;
  targetId: string;
  /** Only of this cluster, whatever answered in between. */
  clusterUid?: string;
}): Promise<EarlierLook | undefined> {
  const { tx, run, targetId, clusterUid } = options;
  const query = tx('runs as r')
    .join('run_targets as t', 't.run_id', 'r.id')
    .where('t.target_id', targetId)
    .where('r.created_at', '<', run.createdAt)
    .whereExists(
      tx('run_evidence as e')
        .whereRaw('e.run_id = r.id AND e.target_id = t.target_id')
        .where('e.phase', 'check')
        .select(tx.raw('1')),
    )
    .orderBy('r.created_at', 'desc');
  if (clusterUid !== undefined) {
    query.where('t.cluster_uid', clusterUid);
  }
  const row = await (run.orbitId
    ? query.where('r.orbit_id', run.orbitId)
    : query.where('r.mission_ref', run.missionRef).whereNull('r.orbit_id')
  ).first('r.id', 't.cluster_uid', 't.watched_uid');
  return (
    row && {
      runId: row.id,
      clusterUid: row.cluster_uid ?? undefined,
      watchedUid: row.watched_uid ?? undefined,
    }
  );
}

/**
 * The newest run of an orbit before this one that was about a target, whether
 * or not it looked: each keeps what was open at its end.
 */
export async function readLastRun(options: {
  tx: Knex | Knex.Transaction;
  run: Pick<RunRecord, 'orbitId' | 'createdAt'>;
  targetId: string;
}): Promise<EarlierLook | undefined> {
  const { tx, run, targetId } = options;
  const row = await tx('runs as r')
    .join('run_targets as t', 't.run_id', 'r.id')
    .where({
      'r.orbit_id': run.orbitId,
      'r.plan_only': false,
      't.target_id': targetId,
    })
    .whereNull('r.undo_of')
    .whereNotNull('r.finished_at')
    .where('r.created_at', '<', run.createdAt)
    .orderBy('r.created_at', 'desc')
    .first('r.id', 't.cluster_uid');
  return row && { runId: row.id, clusterUid: row.cluster_uid ?? undefined };
}
