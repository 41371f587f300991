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
export interface HeldTarget {
  /** None: the run is about no cluster. */
  readonly cluster?: string;
  readonly reason?: string;
}

/** Who answered behind the name of a cluster. */
export interface PinnedCluster {
  readonly cluster: string;
  readonly uid: string;
  /** The one that the orbit watches, when it is another one. */
  readonly watchedUid?: string;
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
  readonly blocked: readonly HeldTarget[];
  /** Those that wait until a person decides. */
  readonly undecided: readonly HeldTarget[];
  /** Clusters that answered, as who. */
  readonly pinned: readonly PinnedCluster[];
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
  const targets: TargetRow[] = await tx('run_targets')
    .whereIn('run_id', newest.clone().select('id'))
    .orderBy(['run_id', 'position'])
    .select('run_id', 'state', 'cluster', 'cluster_uid', 'watched_uid');
  const ofRun = new Map<string, TargetRow[]>();
  for (const row of targets) {
    ofRun.set(row.run_id, [...(ofRun.get(row.run_id) ?? []), row]);
  }
  const held = await readHeld(tx, newest.clone().select('id'));
  return rows.map(row => ({
    id: row.id,
    orbitId: row.orbit_id,
    state: row.state,
    trigger: parseJson<Trigger>(row.trigger_json)!,
    verdict: parseJson<Verdict>(row.verdict_json),
    createdAt: row.created_at,
    targets: (ofRun.get(row.id) ?? []).map(({ state }) => state),
    blocked: heldIn(held, row.id, state => state !== 'needs_decision'),
    undecided: heldIn(held, row.id, state => state === 'needs_decision'),
    pinned: (ofRun.get(row.id) ?? []).flatMap(toPinned),
    readable: readable?.has(row.id) ?? true,
  }));
}

interface TargetRow {
  readonly run_id: string;
  readonly state: RunState;
  readonly cluster: string | null;
  readonly cluster_uid: string | null;
  readonly watched_uid: string | null;
}

interface HeldRow {
  readonly run_id: string;
  readonly state: RunState;
  readonly cluster: string | null;
  readonly reason: string | null;
}

/** Blocked targets, those that are looked at again, and those that wait for a decision. */
async function readHeld(
  tx: Knex | Knex.Transaction,
  runIds: Knex.QueryBuilder,
): Promise<HeldRow[]> {
  return tx('run_targets')
    .whereIn('run_id', runIds)
    .where(held =>
      held
        .where({ state: 'needs_decision' satisfies RunState })
        .orWhere(blocked =>
          blocked
            .whereNotNull('blocked_since')
            .whereIn('state', ['blocked', 'preflight'] satisfies RunState[]),
        ),
    )
    .orderBy(['run_id', 'position'])
    .select('run_id', 'state', 'cluster', 'reason');
}

function heldIn(
  rows: readonly HeldRow[],
  runId: string,
  holds: (state: RunState) => boolean,
): HeldTarget[] {
  return rows
    .filter(row => row.run_id === runId && holds(row.state))
    .map(({ cluster, reason }) => ({
      cluster: cluster ?? undefined,
      reason: reason ?? undefined,
    }));
}

/** Who a target was, when it answered. */
export function toPinned(
  row: Pick<TargetRow, 'cluster' | 'cluster_uid' | 'watched_uid'>,
): PinnedCluster[] {
  return row.cluster === null || row.cluster_uid === null
    ? []
    : [
        {
          cluster: row.cluster,
          uid: row.cluster_uid,
          watchedUid: row.watched_uid ?? undefined,
        },
      ];
}
