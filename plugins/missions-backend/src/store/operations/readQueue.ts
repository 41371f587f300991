import type { Knex } from 'knex';
import type { Dialect } from '../dialect';

/** What waits for a worker, and what has one. */
export interface QueueState {
  /** Targets that could be worked on and that nobody holds. */
  readonly waiting: number;
  /** Targets that a worker holds. */
  readonly running: number;
  /** For how long the oldest that waits has waited, in seconds. */
  readonly oldestSeconds?: number;
  /** Targets that nobody may take: on their cluster work as many as may. */
  readonly waitingForPlace: number;
  /** For how long the oldest of those has waited, in seconds. */
  readonly oldestForPlaceSeconds?: number;
}

interface Group {
  readonly kind: 'ready' | 'working';
  readonly now: string;
  /** Null: what no limit of a cluster holds. */
  readonly cluster: string | null;
  readonly count: number | string;
  readonly oldest: string;
}

/**
 * What `claimTarget` would find, and for how long it could have; apart from it
 * what `claimWithin` would pass over.
 */
export async function readQueue(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  /** Most targets that may work on a cluster at once. */
  limitOf?: (cluster: string) => number | undefined;
}): Promise<QueueState> {
  const { tx, dialect, limitOf = () => undefined } = options;
  const groups = dialect.rows<Group>(
    await tx.raw(
      `WITH clock AS (SELECT ${dialect.now} AS now),
       ready AS (
         SELECT CASE WHEN state = 'cancelling' THEN NULL ELSE cluster END AS cluster,
           COALESCE(lease_until, wake_at) AS since
         FROM run_targets, clock
         WHERE (wake_at <= now AND lease_until IS NULL) OR lease_until <= now
       )
       SELECT 'ready' AS kind, (SELECT now FROM clock) AS now, cluster,
         count(*) AS count, min(since) AS oldest
       FROM ready GROUP BY cluster
       UNION ALL
       SELECT 'working', (SELECT now FROM clock), cluster, count(*), min(lease_until)
       FROM run_targets WHERE lease_until > (SELECT now FROM clock) GROUP BY cluster`,
    ),
  );
  const working = groups.filter(({ kind }) => kind === 'working');
  const free: Group[] = [];
  const behind: Group[] = [];
  for (const group of groups.filter(({ kind }) => kind === 'ready')) {
    const { cluster } = group;
    const limit = cluster === null ? undefined : limitOf(cluster);
    const busy = working.find(each => each.cluster === cluster)?.count ?? 0;
    const isFull = limit !== undefined && Number(busy) >= limit;
    (isFull ? behind : free).push(group);
  }
  return {
    waiting: sum(free),
    running: sum(working),
    oldestSeconds: oldestOf(free),
    waitingForPlace: sum(behind),
    oldestForPlaceSeconds: oldestOf(behind),
  };
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, { count }) => total + Number(count), 0);
}

function oldestOf(groups: readonly Group[]): number | undefined {
  return groups.length > 0
    ? Math.max(
        0,
        ...groups.map(
          ({ now, oldest }) => (Date.parse(now) - Date.parse(oldest)) / 1000,
        ),
      )
    : undefined;
}
