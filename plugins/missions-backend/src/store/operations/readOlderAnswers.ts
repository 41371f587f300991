import type { Knex } from 'knex';
import type { RunScope } from '../../permissions';
import type { Dialect } from '../dialect';
import type { OrbitRecord } from './orbitRows';
import { readableRuns } from './readableRuns';
import { type OrbitRun, toPinned } from './readOrbitRuns';

/** Who answered in a run behind the names of an orbit's clusters. */
type OrbitAnswer = Pick<OrbitRun, 'orbitId' | 'pinned' | 'readable'>;

/**
 * The last answers of those clusters that none of these runs reached: who they
 * are is not forgotten, however short the history is and however long they
 * have been away. Asks only about orbits that miss one.
 */
export async function readOlderAnswers(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  orbits: readonly Pick<OrbitRecord, 'id' | 'targets'>[];
  /** What was read already, the newest of each orbit. */
  runs: readonly Pick<OrbitRun, 'orbitId' | 'pinned'>[];
  /** Runs that may be read; absent: all. */
  scope?: RunScope;
}): Promise<OrbitAnswer[]> {
  const { tx, dialect, orbits, runs, scope } = options;
  const missing = orbits.filter(({ id, targets }) => {
    const own = runs.filter(({ orbitId }) => orbitId === id);
    const reached = new Set(
      own.flatMap(({ pinned }) => pinned.map(({ cluster }) => cluster)),
    );
    return (
      own.length > 0 && targets.some(({ cluster }) => !reached.has(cluster))
    );
  });
  if (missing.length === 0) {
    return [];
  }
  const newest: { orbit_id: string; cluster: string; run_id: string }[] =
    await tx('run_targets as t')
      .join('runs as r', 'r.id', 't.run_id')
      .whereIn(
        'r.orbit_id',
        missing.map(({ id }) => id),
      )
      .whereNotNull('t.cluster_uid')
      .groupBy('r.orbit_id', 't.cluster')
      .select('r.orbit_id', 't.cluster')
      .max({ run_id: 'r.id' });
  const runIds = [...new Set(newest.map(row => row.run_id))];
  const targets = await tx('run_targets')
    .whereIn('run_id', runIds)
    .select('run_id', 'cluster', 'cluster_uid', 'watched_uid');
  const readable = await readableRuns({ tx, dialect, runIds, scope });
  return newest.map(row => ({
    orbitId: row.orbit_id,
    pinned: targets
      .filter(
        target =>
          target.run_id === row.run_id && target.cluster === row.cluster,
      )
      .flatMap(toPinned),
    readable: !scope || readable.has(row.run_id),
  }));
}
