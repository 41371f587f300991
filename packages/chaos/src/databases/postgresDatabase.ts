import createKnex, { type Knex } from 'knex';
import { startPostgres } from 'testbed';
import type { ChaosDatabase, ChaosServer } from './ChaosDatabase';

const NAME = 'chaos';
/** Names the one that only looks: it is not cut off. */
const LOOK = 'truth';
/** For an engine's pool, what it listens on, and what a killed one leaves for a moment. */
const CONNECTIONS_PER_ENGINE = 20;
const CONNECTIONS_BESIDE = 20;
/** Grows by some hundred kilobytes a second. */
const DISK_MEGABYTES = 2_048;

/** A database on a PostgreSQL of its own, whose commits survive a crash. */
export async function postgresDatabase(
  engines: number,
): Promise<ChaosDatabase> {
  const maxConnections = engines * CONNECTIONS_PER_ENGINE + CONNECTIONS_BESIDE;
  const server = await startPostgres({
    durable: true,
    maxConnections,
    diskMegabytes: DISK_MEGABYTES,
  });
  const admin = lookInto(server.url);
  await admin.raw('CREATE DATABASE ??', [NAME]);
  const url = new URL(server.url);
  url.pathname = `/${NAME}`;
  const truth = lookInto(url.href);
  const sever = async () => {
    await admin.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = ? AND application_name <> ?`,
      [NAME, LOOK],
    );
  };
  const chaosServer: ChaosServer = {
    sever,
    async setOpen(open) {
      await admin.raw(`ALTER DATABASE ?? ALLOW_CONNECTIONS ${open}`, [NAME]);
      if (!open) {
        await sever();
      }
    },
    async crowd() {
      // So that there is a way in when there is none left.
      await admin.raw('SELECT 1');
      const crowd = await takeAll(truth, maxConnections);
      await sever();
      crowd.push(...(await takeAll(truth, maxConnections)));
      return async () => {
        await Promise.all(crowd.map(end => end().catch(() => {})));
      };
    },
    kill: server.kill,
    shutDown: server.shutDown,
    start: server.start,
  };
  return {
    title: 'PostgreSQL',
    settings: { client: 'pg', connection: url.href },
    engines,
    truth: () => truth,
    server: chaosServer,
    disk: server.disk,
    async remove() {
      await truth.destroy();
      await admin.destroy();
      await server.stop();
    },
  };
}

function lookInto(connectionString: string): Knex {
  return createKnex({
    client: 'pg',
    connection: { connectionString, application_name: LOOK },
    pool: { min: 0, max: 2 },
    // That it is away at times is as it should be.
    log: { warn: () => {}, error: () => {} },
  });
}

/** Opens connections until the server has none left. Answers what ends one. */
async function takeAll(
  { client }: Knex,
  most: number,
): Promise<Array<() => Promise<void>>> {
  const taken: Array<() => Promise<void>> = [];
  while (taken.length < most) {
    try {
      const connection = await client.acquireRawConnection();
      taken.push(() => client.destroyRawConnection(connection));
    } catch {
      return taken;
    }
  }
  return taken;
}
