import type { BenchDatabase } from '../databases/BenchDatabase';

/** Throws when a run failed, or a step of one succeeded twice. */
export async function guardOnce({ knex }: BenchDatabase): Promise<void> {
  const twice = await knex('run_events')
    .where({ type: 'step.succeeded' })
    .groupBy('run_id', 'target_id', 'step_id')
    .havingRaw('count(*) > 1')
    .select('run_id');
  const failed = await knex('runs')
    .whereNot({ state: 'succeeded' })
    .pluck('id');
  if (twice.length > 0 || failed.length > 0) {
    throw new Error(
      `${twice.length} steps were done twice, ${failed.length} runs failed`,
    );
  }
}
