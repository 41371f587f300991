import type {
  MissionRunStats,
  PlanSummary,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { RunScope } from '../../permissions';
import type { Dialect } from '../dialect';
import { parseJson } from '../rows';
import { whereRunScope } from './whereRunConditions';

/** Runs per mission that the median is taken of. */
const MEDIAN_OF = 20;
/** Runs of one question. */
const MOST_IDS = 1_000;

/**
 * How runs of missions ended on this instance. Left out are plan-only runs,
 * undo runs and those that were rejected or cancelled before a step began.
 * Missions without a finished run are absent.
 */
export async function readMissionStats(options: {
  tx: Knex | Knex.Transaction;
  dialect: Dialect;
  refs?: readonly string[];
  /** Runs that count; absent: all. */
  scope?: RunScope;
}): Promise<Map<string, MissionRunStats>> {
  const { tx, dialect, refs, scope } = options;
  if (scope === 'none') {
    return new Map();
  }
  const finished = () => {
    const query = tx('runs')
      .whereNotNull('finished_at')
      .whereNull('undo_of')
      .where('plan_only', false)
      .where(ran =>
        ran
          .whereNot('runs.state', 'cancelled')
          .orWhereRaw(
            'EXISTS (SELECT 1 FROM run_steps s WHERE s.run_id = runs.id AND s.started_at IS NOT NULL)',
          ),
      );
    whereRunScope({ query, dialect, scope });
    return refs ? query.whereIn('mission_ref', [...refs]) : query;
  };
  const counts: { mission_ref: string; state: string; count: unknown }[] =
    await finished()
      .groupBy('mission_ref', 'state')
      .select('mission_ref', 'state')
      .count({ count: '*' });
  const recent = await tx
    .from(
      finished()
        .select(
          'id',
          'mission_ref',
          'state',
          'initiator',
          'started_at',
          'finished_at',
        )
        .rowNumber('place', query =>
          query.partitionBy('mission_ref').orderBy('id', 'desc'),
        )
        .as('recent'),
    )
    .where('place', '<=', MEDIAN_OF)
    .orderBy(['mission_ref', 'place']);
  const ids = recent.flatMap(({ id, state }) =>
    state === 'succeeded' ? [id] : [],
  );
  const plans: { id: string; plan_summary_json: string }[] = [];
  for (let first = 0; first < ids.length; first += MOST_IDS) {
    plans.push(
      ...(await tx('run_targets')
        .whereIn('run_id', ids.slice(first, first + MOST_IDS))
        .whereNotNull('plan_summary_json')
        .select({ id: 'run_id' }, 'plan_summary_json')),
    );
  }
  const changes = new Map<string, number>();
  for (const { id, plan_summary_json } of plans) {
    const summary = parseJson<PlanSummary>(plan_summary_json)!;
    changes.set(id, (changes.get(id) ?? 0) + writesOf(summary));
  }
  const stats = new Map<string, MissionRunStats>();
  for (const row of counts) {
    const ref = row.mission_ref;
    const known = stats.get(ref) ?? { total: 0, succeeded: 0 };
    known.total += Number(row.count);
    known.succeeded += row.state === 'succeeded' ? Number(row.count) : 0;
    stats.set(ref, known);
  }
  const byMission = new Map<string, typeof recent>();
  for (const row of recent) {
    const rows = byMission.get(row.mission_ref) ?? [];
    byMission.set(row.mission_ref, rows);
    rows.push(row);
  }
  for (const [ref, known] of stats) {
    const rows = byMission.get(ref) ?? [];
    known.lastAt = rows[0] && new Date(rows[0].finished_at);
    known.lastBy = rows[0]?.initiator;
    known.medianSeconds = median(
      rows
        .filter(row => row.started_at)
        .map(
          row =>
            (Date.parse(row.finished_at) - Date.parse(row.started_at)) / 1000,
        ),
    );
    known.medianChanges = median(
      rows.flatMap(row => changes.get(row.id) ?? []),
    );
  }
  return stats;
}

/** Objects that a plan writes. */
function writesOf({
  create,
  change,
  delete: deleted,
  deferred,
}: PlanSummary): number {
  return create + change + deleted + deferred;
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
