import type {
  RunState,
  Trigger,
  Verdict,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { RunScope } from '../../permissions';
import type { Dialect } from '../dialect';
import { parseJson } from '../rows';
import { whereRunScope } from './whereRunConditions';

/** A target that does not let a run of an orbit go on. */
interface BlockedTarget {
  /** None: the run is about no cluster. */
  readonly cluster?: string;
  readonly reason?: string;
}

/** What the strip of an orbit shows of a run. */
export interface OrbitRun {
  readonly id: string;
  readonly orbitId: string;
  readonly state: RunState;
  readonly trigger: Trigger;
  readonly verdict?: Verdict;
  readonly createdAt: string;
  readonly targets: readonly RunState[];
  /** Those that are blocked, or were and are being looked at again. */
  readonly blocked: readonly BlockedTarget[];
  /** Inside the scope that was asked with. */
  readonly readable: boolean;
}

/** The newest runs of each of these orbits, newest first. */
export async function readOrbitRuns(options: {
  tx: Knex | Knex.Transaction;
  orbitIds: readonly string[];
  /** Of each orbit. */
  limit: number;
  dialect: Dialect;
  /** Runs that may be read; absent: all. */
  scope?: RunScope;
}): Promise<OrbitRun[]> {
  const { tx, orbitIds, limit, dialect, scope } = options;
  const numbered = tx('runs')
    .whereIn('orbit_id', [...orbitIds])
    .select('*')
    .rowNumber('nth', query => {
      query.partitionBy('orbit_id').orderBy('id', 'desc');
    });
  const newest = tx.from(numbered.as('runs')).where('nth', '<=', limit);
  const rows = await newest
    .clone()
    .orderBy('id', 'desc')
    .select('id', 'orbit_id', 'state', 'trigger_json', 'verdict_json')
    .select('created_at');
  const inScope = tx('runs').whereIn('id', newest.clone().select('id'));
  whereRunScope({ query: inScope, dialect, scope });
  const readable = scope && new Set<string>(await inScope.pluck('id'));
  const targets: { run_id: string; state: RunState }[] = await tx('run_targets')
    .whereIn('run_id', newest.clone().select('id'))
    .orderBy(['run_id', 'position'])
    .select('run_id', 'state');
  const states = new Map<string, RunState[]>();
  for (const { run_id: runId, state } of targets) {
    states.set(runId, [...(states.get(runId) ?? []), state]);
  }
  const blocked = new Map<string, BlockedTarget[]>();
  for (const row of await tx('run_targets')
    .whereIn('run_id', newest.clone().select('id'))
    .whereNotNull('blocked_since')
    .whereIn('state', ['blocked', 'preflight'] satisfies RunState[])
    .orderBy(['run_id', 'position'])
    .select('run_id', 'cluster', 'reason')) {
    blocked.set(row.run_id, [
      ...(blocked.get(row.run_id) ?? []),
      {
        cluster: row.cluster ?? undefined,
        reason: row.reason ?? undefined,
      },
    ]);
  }
  return rows.map(row => ({
    id: row.id,
    orbitId: row.orbit_id,
    state: row.state,
    trigger: parseJson<Trigger>(row.trigger_json)!,
    verdict: parseJson<Verdict>(row.verdict_json),
    createdAt: row.created_at,
    targets: states.get(row.id) ?? [],
    blocked: blocked.get(row.id) ?? [],
    readable: readable?.has(row.id) ?? true,
  }));
}
