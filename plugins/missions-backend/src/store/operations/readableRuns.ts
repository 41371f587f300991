import type { Knex } from 'knex';
import type { RunScope } from '../../permissions';
import type { Dialect } from '../dialect';
import { whereRunScope } from './whereRunConditions';

/** Those of some runs that are inside a scope; without one, all. */
export async function readableRuns(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  runIds: readonly string[];
  scope: RunScope | undefined;
}): Promise<ReadonlySet<string>> {
  const { tx, dialect, runIds, scope } = options;
  if (!scope || runIds.length === 0) {
    return new Set(runIds);
  }
  const query = tx('runs').whereIn('id', [...runIds]);
  whereRunScope({ query, dialect, scope });
  return new Set(await query.pluck('id'));
}
