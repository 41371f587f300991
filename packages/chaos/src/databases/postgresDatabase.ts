import { randomBytes } from 'node:crypto';
import createKnex from 'knex';
import { acquirePostgres } from 'testbed';
import type { ChaosDatabase } from './ChaosDatabase';

/** A database of its own on the PostgreSQL of the tests, or on one that is started here. */
export async function postgresDatabase(
  engines: number,
): Promise<ChaosDatabase> {
  const server = await acquirePostgres();
  const name = `missions_chaos_${randomBytes(6).toString('hex')}`;
  const admin = createKnex({
    client: 'pg',
    connection: server.url,
    pool: { min: 0, max: 2 },
  });
  await admin.raw('CREATE DATABASE ??', [name]);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const truth = createKnex({
    client: 'pg',
    connection: { connectionString: url.href, application_name: 'truth' },
    pool: { min: 0, max: 2 },
  });
  return {
    title: 'PostgreSQL',
    settings: { client: 'pg', connection: url.href },
    engines,
    truth: () => truth,
    async sever() {
      await admin.raw(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = ? AND application_name <> 'truth'`,
        [name],
      );
    },
    async remove() {
      await truth.destroy();
      await admin.raw('DROP DATABASE ?? WITH (FORCE)', [name]);
      await admin.destroy();
      await server.stop();
    },
  };
}
