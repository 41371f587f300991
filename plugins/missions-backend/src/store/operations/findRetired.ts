import type { Knex } from 'knex';

/** A run of which something may be removed. */
export interface RetiredRun {
  readonly id: string;
  readonly finishedAt: string;
}

/**
 * The next runs of a stage of retention that ended at or before a time, the
 * oldest first, behind one that was looked at already. Answered by the index
 * `runs_retention` alone.
 */
export async function findRetired(options: {
  tx: Knex | Knex.Transaction;
  stage: number;
  until: string;
  after?: RetiredRun;
  limit: number;
}): Promise<RetiredRun[]> {
  const { tx, stage, until, after, limit } = options;
  const query = tx('runs')
    .where({ retention_stage: stage })
    .where('finished_at', '<=', until)
    .orderBy(['finished_at', 'id'])
    .limit(limit)
    .select('id', 'finished_at');
  if (after) {
    query.whereRaw('(finished_at, id) > (?, ?)', [after.finishedAt, after.id]);
  }
  const rows = await query;
  return rows.map(row => ({ id: row.id, finishedAt: row.finished_at }));
}

/**
 * The end of the newest run that is beyond so many: it and what ended before
 * it is too many. Undefined: there are not so many. Runs of later stages ended
 * before those of earlier ones, but for a few that were held back, which are
 * counted where they stand.
 */
export async function findSurplus(options: {
  tx: Knex | Knex.Transaction;
  /** The last stage that counts. */
  stage: number;
  /** So many are kept. */
  count: number;
}): Promise<string | undefined> {
  const { tx, stage, count } = options;
  let left = count;
  for (let current = 0; current <= stage; current += 1) {
    const ended = () =>
      tx('runs')
        .where({ retention_stage: current })
        .whereNotNull('finished_at');
    const beyond = await ended()
      .orderBy('finished_at', 'desc')
      .offset(left)
      .limit(1)
      .first('finished_at');
    if (beyond) {
      return beyond.finished_at;
    }
    const [row] = await ended().count({ count: '*' });
    left -= Number(row.count);
  }
  return undefined;
}
