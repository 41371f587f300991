import type { Knex } from 'knex';
import type { RunScope } from '../../permissions';
import type { Dialect } from '../dialect';
import { toRun } from '../rows';
import type { RunRecord } from '../types';
import { whereRunScope } from './whereRunConditions';

/**
 * The runs that some runs started, and those that these started in turn, the
 * oldest of each generation first. What is outside the scope is left out with
 * all that it started.
 */
export async function readStartedRuns(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  runIds: readonly string[];
  scope: RunScope | undefined;
}): Promise<RunRecord[]> {
  const { tx, dialect, scope } = options;
  const started: RunRecord[] = [];
  const asked = new Set(options.runIds);
  let parents = options.runIds;
  while (parents.length > 0 && scope !== 'none') {
    const query = tx('runs')
      .whereIn('runs.parent_run_id', [...parents])
      .orderBy('runs.id');
    whereRunScope({ query, dialect, scope });
    const generation = (await query.select('runs.*')).map(toRun);
    started.push(...generation);
    // One that was asked about itself is started by another of them.
    parents = generation.flatMap(run => (asked.has(run.id) ? [] : run.id));
  }
  return started;
}
