import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { Facet } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { RunQuery } from '../../permissions';
import type { Dialect } from '../dialect';
import { toRun } from '../rows';
import type { RunRecord } from '../types';
import { whereRunConditions } from './whereRunConditions';

/** What a list of runs is narrowed to; lists mean "one of". */
export interface RunFilter {
  /** Words that all occur in title, mission, id or initiator. */
  readonly q?: string;
  readonly state?: readonly string[];
  readonly type?: readonly string[];
  readonly mission?: string;
  readonly cluster?: string;
  readonly initiator?: string;
  readonly orbit?: string;
  readonly parent?: string;
  readonly entity?: string;
  readonly finished?: boolean;
  readonly ids?: readonly string[];
  readonly notIds?: readonly string[];
}

type RunRow = Parameters<typeof toRun>[0];

/** How many runs have a state and a type. */
interface StateCount {
  readonly state: string;
  readonly type: string;
  readonly count: unknown;
}

const facetNames = ['state', 'type'] as const;
type FacetName = (typeof facetNames)[number];
const otherOf = { state: 'type', type: 'state' } as const;

/**
 * Runs, newest first, that filter and policy leave. The cursor is the id of
 * the last run of a page: ids sort by time. Facets count what the other
 * filters leave.
 */
export async function listRuns(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  filter: RunFilter;
  conditions?: PermissionCriteria<RunQuery>;
  cursor?: string;
  limit: number;
}): Promise<{
  runs: RunRecord[];
  total: number;
  facets: Facet[];
  nextCursor?: string;
}> {
  const { tx, dialect, filter, conditions, cursor, limit } = options;
  const select = (narrowed: RunFilter) => {
    const query = tx('runs');
    whereFilter({ query, dialect, filter: narrowed });
    if (conditions) {
      whereRunConditions({ query, dialect, criteria: conditions });
    }
    return query;
  };
  const everyValue = { ...filter, state: undefined, type: undefined };
  let rows: RunRow[];
  let counts: StateCount[];
  if (words(filter.q).length > 0) {
    ({ rows, counts } = await readFound({
      tx,
      dialect,
      found: select(everyValue),
      filter,
      cursor,
      limit: limit + 1,
    }));
  } else {
    const page = select(filter)
      .orderBy('runs.id', 'desc')
      .limit(limit + 1);
    if (cursor) {
      page.where('runs.id', '<', cursor);
    }
    rows = await page.select('runs.*');
    counts = await select(everyValue)
      .groupBy('runs.state', 'runs.type')
      .select('runs.state', 'runs.type')
      .count({ count: '*' });
  }
  const fits = (name: FacetName, row: StateCount) =>
    !filter[name]?.length || filter[name]!.includes(row[name]);
  return {
    runs: rows.slice(0, limit).map(toRun),
    total: counts
      .filter(row => fits('state', row) && fits('type', row))
      .reduce((sum, { count }) => sum + Number(count), 0),
    facets: facetNames.map(
      (name): Facet => ({
        name,
        values: sumBy(
          name,
          counts.filter(row => fits(otherOf[name], row)),
        ),
      }),
    ),
    nextCursor: rows.length > limit ? rows[limit - 1].id : undefined,
  };
}

/**
 * The page and the counts of what is found by looking through every run: by
 * looking once.
 */
async function readFound(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  found: Knex.QueryBuilder;
  filter: RunFilter;
  cursor: string | undefined;
  limit: number;
}): Promise<{ rows: RunRow[]; counts: StateCount[] }> {
  const { tx, dialect, found, filter, cursor, limit } = options;
  const page = tx('found').orderBy('id', 'desc').limit(limit).select('id');
  for (const name of facetNames) {
    if (filter[name]?.length) {
      page.whereIn(name, [...filter[name]!]);
    }
  }
  if (cursor) {
    page.where('id', '<', cursor);
  }
  const all = found.select('runs.id', 'runs.state', 'runs.type').toSQL();
  const newest = page.toSQL();
  const answer = dialect.rows<StateCount & { id: string | null }>(
    await tx.raw(
      `WITH found AS MATERIALIZED (${all.sql})
       SELECT NULL AS id, state, type, count(*) AS count FROM found GROUP BY state, type
       UNION ALL SELECT id, NULL, NULL, 0 FROM (${newest.sql}) page`,
      [...all.bindings, ...newest.bindings] as Knex.RawBinding[],
    ),
  );
  return {
    counts: answer.filter(({ id }) => id === null),
    rows: await tx('runs')
      .whereIn(
        'id',
        answer.flatMap(({ id }) => id ?? []),
      )
      .orderBy('id', 'desc'),
  };
}

/** Counts by the values of a column, in order. */
function sumBy(name: FacetName, rows: readonly StateCount[]): Facet['values'] {
  const sums = new Map<string, number>();
  for (const row of rows) {
    sums.set(row[name], (sums.get(row[name]) ?? 0) + Number(row.count));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, count]) => ({ value, count }));
}

function whereFilter(options: {
  query: Knex.QueryBuilder;
  dialect: Dialect;
  filter: RunFilter;
}): void {
  const { query, dialect, filter } = options;
  const equal = {
    mission_ref: filter.mission,
    initiator: filter.initiator,
    orbit_id: filter.orbit,
    parent_run_id: filter.parent,
    entity_ref: filter.entity,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) {
      query.where(`runs.${column}`, value);
    }
  }
  if (filter.state?.length) {
    query.whereIn('runs.state', [...filter.state]);
  }
  if (filter.type?.length) {
    query.whereIn('runs.type', [...filter.type]);
  }
  if (filter.finished === true) {
    query.whereNotNull('runs.finished_at');
  }
  if (filter.finished === false) {
    query.whereNull('runs.finished_at');
  }
  if (filter.ids) {
    query.whereIn('runs.id', [...filter.ids]);
  }
  if (filter.notIds?.length) {
    query.whereNotIn('runs.id', [...filter.notIds]);
  }
  if (filter.cluster) {
    query.whereRaw(
      'runs.id IN (SELECT t.run_id FROM run_targets t WHERE t.cluster = ?)',
      [filter.cluster],
    );
  }
  const patterns = words(filter.q).map(
    word => `%${word.replace(/[\\%_]/g, '\\$&')}%`,
  );
  if (patterns.length > 0) {
    const fits = (run: string) =>
      patterns
        .map(
          () =>
            `lower(${run}.title || ' ' || ${run}.mission_ref || ' ' || ${run}.id || ' ' || ${run}.initiator) LIKE ? ESCAPE '\\'`,
        )
        .join(' AND ');
    query.whereRaw(
      dialect.indexesWords
        ? `runs.id IN (SELECT w.id FROM runs w WHERE ${fits('w')})`
        : fits('runs'),
      patterns,
    );
  }
}

function words(q: string | undefined): string[] {
  return (q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
}
