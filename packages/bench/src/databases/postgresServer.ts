import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import createKnex from 'knex';
import { Client } from 'pg';
import { startPostgres } from 'testbed';
import { type BenchServer, RAW_ROW } from './BenchDatabase';

/** The pool of a Backstage plugin that configures none. */
const POOL = { min: 2, max: 10 };

/**
 * Databases on the PostgreSQL of MISSIONS_TEST_POSTGRES_URL with its settings,
 * or on one that is started here, whose commits are as durable as in
 * production (fsync and synchronous_commit are on).
 */
export async function postgresServer(): Promise<BenchServer> {
  const given = process.env.MISSIONS_TEST_POSTGRES_URL;
  const server = given
    ? { url: given, stop: async () => {} }
    : await startPostgres({ durable: true });
  return {
    title: 'PostgreSQL',
    async open() {
      const name = `missions_bench_${randomBytes(6).toString('hex')}`;
      await administer(server.url, `CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      const settings = { client: 'pg', connection: url.href, pool: POOL };
      const open = () => createKnex(settings);
      const knex = open();
      await knex.raw(
        'CREATE TABLE raw (id bigserial PRIMARY KEY, body text NOT NULL)',
      );
      return {
        title: 'PostgreSQL',
        knex,
        settings,
        another: open,
        parallel: true,
        connect: () => connectRaw(url.href),
        connectSignal: () => connectSignal(url.href),
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
    async read(sql: string) {
      return (await client.query(sql)).rows.length;
    },
    close: () => client.end(),
  };
}

async function connectSignal(connectionString: string) {
  const [sender, listener] = [0, 1].map(() => new Client({ connectionString }));
  await Promise.all([sender.connect(), listener.connect()]);
  await listener.query('LISTEN raw');
  return {
    async send() {
      const heard = once(listener, 'notification');
      await sender.query({
        name: 'signal',
        text: `WITH raw AS (INSERT INTO raw (body) VALUES ($1) RETURNING id)
          SELECT pg_notify('raw', id::text) FROM raw`,
        values: [RAW_ROW],
      });
      await heard;
    },
    async close() {
      await Promise.all([sender.end(), listener.end()]);
    },
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
