import { randomBytes } from 'node:crypto';
import createKnex from 'knex';
import { Client } from 'pg';
import { acquirePostgres } from 'testbed';
import { type BenchServer, RAW_ROW } from './BenchDatabase';

/** The pool of a Backstage plugin that configures none. */
const POOL = { min: 2, max: 10 };

/**
 * Databases on a PostgreSQL with its defaults (synchronous_commit on): the one
 * of MISSIONS_TEST_POSTGRES_URL, or one that is started and stopped here.
 */
export async function postgresServer(): Promise<BenchServer> {
  const server = await acquirePostgres();
  return {
    title: 'PostgreSQL',
    async open() {
      const name = `missions_bench_${randomBytes(6).toString('hex')}`;
      await administer(server.url, `CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      const knex = createKnex({
        client: 'pg',
        connection: url.href,
        pool: POOL,
      });
      await knex.raw(
        'CREATE TABLE raw (id bigserial PRIMARY KEY, body text NOT NULL)',
      );
      return {
        title: 'PostgreSQL',
        knex,
        parallel: true,
        connect: () => connectRaw(url.href),
        async remove() {
          await knex.destroy();
          await administer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
        },
      };
    },
    stop: () => server.stop(),
  };
}

async function connectRaw(connectionString: string) {
  const client = new Client({ connectionString });
  await client.connect();
  return {
    async commit() {
      await client.query({
        name: 'raw',
        text: 'INSERT INTO raw (body) VALUES ($1)',
        values: [RAW_ROW],
      });
    },
    close: () => client.end(),
  };
}

async function administer(
  connectionString: string,
  statement: string,
): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
