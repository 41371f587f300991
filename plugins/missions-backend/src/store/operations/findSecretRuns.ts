import type { Knex } from 'knex';

/** More go on at once nowhere; of more, the newest. */
const MOST = 1_000;

/** Runs that have not ended and have secrets: parameters, or outputs of steps. */
export async function findSecretRuns({
  tx,
}: {
  tx: Knex | Knex.Transaction;
}): Promise<string[]> {
  return tx('runs')
    .whereNull('finished_at')
    .where(where =>
      where
        .whereNotNull('secrets_sealed')
        .orWhereExists(
          tx('run_steps')
            .whereRaw('run_steps.run_id = runs.id')
            .whereNotNull('output_sealed')
            .select(tx.raw('1')),
        ),
    )
    .orderBy('id', 'desc')
    .limit(MOST)
    .pluck('id');
}
