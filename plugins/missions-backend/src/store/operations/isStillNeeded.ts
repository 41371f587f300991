import type { Knex } from 'knex';

/**
 * Why events, evidence and journal of a run that ended stay, however old:
 * `undo`: it can be taken back, or what others wrote since must be known;
 * `relative`: a run that it started or that takes it back goes on, or the one
 * that started it; `look`: it is the last that an orbit saw of a cluster.
 */
export type Need = 'undo' | 'relative' | 'look';

/** The first need that holds, or undefined. */
export async function isStillNeeded(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
  now: Date;
  /** Milliseconds in which others may still be taken back. */
  undoRetentionMs: number;
}): Promise<Need | undefined> {
  const { tx, runId } = options;
  const run = await tx('runs')
    .where({ id: runId })
    .select('id', 'undo_until', 'finished_at', 'parent_run_id', 'undo_of')
    .select('orbit_id', 'mission_ref', 'type', 'created_at')
    .first();
  if (!run) {
    return undefined;
  }
  if (await isForUndo(tx, run, options)) {
    return 'undo';
  }
  if (await hasOpenRelative(tx, run)) {
    return 'relative';
  }
  return (await isLastLook(tx, run)) ? 'look' : undefined;
}

type RunRow = Record<string, any>;

async function isForUndo(
  tx: Knex | Knex.Transaction,
  run: RunRow,
  { now, undoRetentionMs }: { now: Date; undoRetentionMs: number },
): Promise<boolean> {
  if (run.undo_until && new Date(run.undo_until) >= now) {
    return true;
  }
  // An older run that others wrote after is not taken back over their heads.
  const since = new Date(now.getTime() - undoRetentionMs).toISOString();
  if (run.finished_at < since) {
    return false;
  }
  return isThere(tx, tx('run_journal').where({ run_id: run.id }));
}

async function hasOpenRelative(
  tx: Knex | Knex.Transaction,
  run: RunRow,
): Promise<boolean> {
  const open = () => tx('runs').whereNull('finished_at');
  return (
    (await isThere(tx, open().where({ undo_of: run.id }))) ||
    (await isThere(tx, open().where({ parent_run_id: run.id }))) ||
    (run.parent_run_id !== null &&
      (await isThere(tx, open().where({ id: run.parent_run_id })))) ||
    (run.undo_of !== null &&
      (await isThere(tx, open().where({ id: run.undo_of }))))
  );
}

/**
 * Whether some cluster of it was not looked at since: by the same orbit, or by
 * the same mission that was started by hand. What answered then tells what is
 * new, and who the cluster was.
 */
async function isLastLook(
  tx: Knex | Knex.Transaction,
  run: RunRow,
): Promise<boolean> {
  const isOfOrbit =
    run.orbit_id !== null &&
    (await isThere(tx, tx('orbits').where({ id: run.orbit_id })));
  if (!isOfOrbit && (run.orbit_id !== null || run.type !== 'orbit')) {
    return false;
  }
  const evidenceOf = (target: string) =>
    `SELECT 1 FROM run_evidence e WHERE e.run_id = ${target}.run_id
       AND e.target_id = ${target}.target_id AND e.phase = 'check'`;
  const later = tx('runs as r')
    .join('run_targets as m', 'm.run_id', 'r.id')
    .whereRaw('m.target_id = t.target_id')
    .where('r.created_at', '>', run.created_at)
    .where({ 'r.plan_only': false })
    .whereNull('r.undo_of')
    .whereNotNull('r.finished_at')
    .whereRaw('(t.cluster_uid IS NULL OR m.cluster_uid = t.cluster_uid)')
    .whereRaw(
      `(NOT EXISTS (${evidenceOf('t')}) OR EXISTS (${evidenceOf('m')}))`,
    )
    .select(tx.raw('1'));
  if (isOfOrbit) {
    later.where({ 'r.orbit_id': run.orbit_id });
  } else {
    later.where({ 'r.mission_ref': run.mission_ref }).whereNull('r.orbit_id');
  }
  return isThere(
    tx,
    tx('run_targets as t').where({ 't.run_id': run.id }).whereNotExists(later),
  );
}

async function isThere(
  tx: Knex | Knex.Transaction,
  query: Knex.QueryBuilder,
): Promise<boolean> {
  return (await query.first(tx.raw('1 AS there'))) !== undefined;
}
