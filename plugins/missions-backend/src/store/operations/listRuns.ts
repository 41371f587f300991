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
    whereFilter(query, narrowed);
    if (conditions) {
      whereRunConditions({ query, dialect, criteria: conditions });
    }
    return query;
  };
  const page = select(filter)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor) {
    page.where('runs.id', '<', cursor);
  }
  const rows = await page.select('runs.*');
  const [{ count }] = await select(filter).count({ count: '*' });
  const facets = await Promise.all(
    (['state', 'type'] as const).map(async (name): Promise<Facet> => {
      const values: { value: string; count: unknown }[] = await select({
        ...filter,
        [name]: undefined,
      })
        .groupBy(name)
        .orderBy(name)
        .select({ value: name })
        .count({ count: '*' });
      return {
        name,
        values: values.map(each => ({
          value: each.value,
          count: Number(each.count),
        })),
      };
    }),
  );
  return {
    runs: rows.slice(0, limit).map(toRun),
    total: Number(count),
    facets,
    nextCursor: rows.length > limit ? rows[limit - 1].id : undefined,
  };
}

function whereFilter(query: Knex.QueryBuilder, filter: RunFilter): void {
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
      'EXISTS (SELECT 1 FROM run_targets t WHERE t.run_id = runs.id AND t.cluster = ?)',
      [filter.cluster],
    );
  }
  for (const word of words(filter.q)) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    query.whereRaw(
      `lower(runs.title || ' ' || runs.mission_ref || ' ' || runs.id || ' ' || runs.initiator) LIKE ? ESCAPE '\\'`,
      [pattern],
    );
  }
}

function words(q: string | undefined): string[] {
  return (q ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);
}
