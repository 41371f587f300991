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
 * have been away. Asks only about clusters that are missing.
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
  const { tx, dialect, scope } = options;
  const missing = missingClusters(options);
  if (missing.length === 0) {
    return [];
  }
  const newest = await readNewest(tx, dialect, missing);
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

/** A cluster of an orbit. */
interface OrbitCluster {
  readonly orbitId: string;
  readonly cluster: string;
}

/** Clusters that no run of their orbit reached; an orbit that never ran has none. */
function missingClusters({
  orbits,
  runs,
}: Pick<
  Parameters<typeof readOlderAnswers>[0],
  'orbits' | 'runs'
>): OrbitCluster[] {
  return orbits.flatMap(({ id: orbitId, targets }) => {
    const own = runs.filter(run => run.orbitId === orbitId);
    const reached = new Set(
      own.flatMap(({ pinned }) => pinned.map(({ cluster }) => cluster)),
    );
    return own.length === 0
      ? []
      : targets
          .filter(({ cluster }) => !reached.has(cluster))
          .map(({ cluster }) => ({ orbitId, cluster }));
  });
}

/**
 * The newest run in which each of these clusters answered. Each is looked for
 * from the newest run of its orbit on, no further than it has to be.
 */
async function readNewest(
  tx: Knex | Knex.Transaction,
  dialect: Dialect,
  missing: readonly OrbitCluster[],
): Promise<{ orbit_id: string; cluster: string; run_id: string }[]> {
  const orbitId = dialect.jsonText('item.value', 'orbitId');
  const cluster = dialect.jsonText('item.value', 'cluster');
  const rows = dialect.rows<{
    orbit_id: string;
    cluster: string;
    run_id: string | null;
  }>(
    await tx.raw(
      `SELECT ${orbitId} AS orbit_id, ${cluster} AS cluster,
         (SELECT r.id FROM runs r JOIN run_targets t ON t.run_id = r.id
          WHERE r.orbit_id = ${orbitId} AND t.cluster = ${cluster}
            AND t.cluster_uid IS NOT NULL
          ORDER BY r.created_at DESC LIMIT 1) AS run_id
       FROM ${dialect.jsonItems('?', 'missing')}`,
      [JSON.stringify({ missing })],
    ),
  );
  return rows.flatMap(({ run_id, ...rest }) =>
    run_id === null ? [] : [{ ...rest, run_id }],
  );
}
