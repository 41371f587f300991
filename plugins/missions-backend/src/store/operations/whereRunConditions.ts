import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import type { RunQuery, RunScope } from '../../permissions';
import type { Dialect } from '../dialect';

const columns = {
  missionRef: 'runs.mission_ref',
  type: 'runs.type',
  initiator: 'runs.initiator',
} as const;

/** Narrows a query on `runs` to those of a scope; without one it stays. */
export function whereRunScope(options: {
  query: Knex.QueryBuilder;
  dialect: Dialect;
  scope: RunScope | undefined;
}): void {
  const { query, dialect, scope } = options;
  if (scope === 'none') {
    query.whereRaw('1 = 0');
  } else if (scope) {
    whereRunConditions({ query, dialect, criteria: scope });
  }
}

/**
 * Narrows a query on `runs` to what a permission policy allows. Means the same
 * as `appliesToRun` on one run: a list of clusters, environments or namespaces
 * fits when it is not empty and lies inside the allowed values.
 */
export function whereRunConditions(options: {
  query: Knex.QueryBuilder;
  dialect: Dialect;
  criteria: PermissionCriteria<RunQuery>;
}): void {
  const { query, dialect, criteria } = options;
  if ('allOf' in criteria) {
    for (const each of criteria.allOf) {
      query.where(inner => {
        whereRunConditions({ query: inner, dialect, criteria: each });
      });
    }
  } else if ('anyOf' in criteria) {
    query.where(outer => {
      for (const each of criteria.anyOf) {
        outer.orWhere(inner => {
          whereRunConditions({ query: inner, dialect, criteria: each });
        });
      }
    });
  } else if ('not' in criteria) {
    query.whereNot(inner => {
      whereRunConditions({ query: inner, dialect, criteria: criteria.not });
    });
  } else {
    whereKey(query, dialect, criteria);
  }
}

function whereKey(
  query: Knex.QueryBuilder,
  dialect: Dialect,
  { key, values }: RunQuery,
): void {
  if (key === 'missionRef' || key === 'type' || key === 'initiator') {
    query.whereIn(columns[key], values);
    return;
  }
  const { from, value, known } = listOf(key, dialect);
  const marks = values.map(() => '?').join(', ') || `NULL`;
  const all = `SELECT 1 FROM ${from} WHERE t.run_id = runs.id AND ${known}`;
  query.whereRaw(`EXISTS (${all})`);
  query.whereRaw(
    values.length > 0
      ? `NOT EXISTS (${all} AND ${value} NOT IN (${marks}))`
      : '1 = 0',
    values,
  );
}

/** The values of a run's targets that a key names, as SQL. */
function listOf(key: RunQuery['key'], dialect: Dialect) {
  if (key === 'clusters') {
    return {
      from: 'run_targets t',
      value: 't.cluster',
      known: 't.cluster IS NOT NULL',
    };
  }
  if (key === 'environments') {
    const value = `COALESCE(${dialect.jsonText(
      't.cluster_json',
      'environment',
    )}, '')`;
    return {
      from: 'run_targets t',
      value,
      known: 't.cluster_json IS NOT NULL',
    };
  }
  const value = `COALESCE(${dialect.jsonText(
    'item.value',
    'object',
    'namespace',
  )}, '')`;
  return {
    from: `run_targets t, ${dialect.jsonItems('t.plan_json', 'changes')}`,
    value,
    known: 't.plan_json IS NOT NULL',
  };
}
