import type { BenchDatabase } from '../databases/BenchDatabase';

/** A step that only reads is done while its target is planned, and has no event of its own. */
const ONCE = [
  'step.succeeded',
  'target.planning',
  'target.succeeded',
  'run.finished',
];

/** Throws when a run failed, or something of one was done twice. */
export async function guardOnce({
  knex,
}: Pick<BenchDatabase, 'knex'>): Promise<void> {
  const twice = await knex('run_events')
    .whereIn('type', ONCE)
    .groupBy('run_id', 'target_id', 'step_id', 'type')
    .havingRaw('count(*) > 1')
    .select('run_id');
  const failed = await knex('runs')
    .whereNot({ state: 'succeeded' })
    .pluck('id');
  if (twice.length > 0 || failed.length > 0) {
    throw new Error(
      `${twice.length} steps or ends came twice, ${failed.length} runs failed`,
    );
  }
}
