import { Postgres, startPostgres } from './startPostgres';

/**
 * The PostgreSQL that this run shares (`MISSIONS_TEST_POSTGRES_URL`), or one
 * of its own where there is none. `stop` leaves a shared one running.
 */
export async function acquirePostgres(
  env: NodeJS.ProcessEnv = process.env,
): Promise<Postgres> {
  const url = env.MISSIONS_TEST_POSTGRES_URL;
  return url ? { url, stop: async () => {} } : startPostgres();
}
