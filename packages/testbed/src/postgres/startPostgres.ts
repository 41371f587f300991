import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Client } from 'pg';

import type { SmallDisk } from '../disks/mountDisk';
import { freePorts } from '../processes/freePorts';
import { startLeashed, type Leashed } from '../processes/startLeashed';
import { waitUntil } from '../processes/waitUntil';
import { preparePostgres } from './preparePostgres';

const READY_MS = 30_000;
/** What a killed server leaves behind may be in the way of the next for a moment. */
const AGAIN_MS = 200;
const PASSWORD = 'testbed';
const MAX_CONNECTIONS = 300;
/** Settings of a server that need not survive a crash, nor days. */
const NOT_DURABLE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];
/** What fits on a small disk. */
const SMALL = ['max_wal_size=64MB', 'min_wal_size=32MB'];

/** PostgreSQL refuses to run as root; this user exists on every system. */
const NOBODY = { uid: 65534, gid: 65534 };

/** A PostgreSQL server for tests. */
export interface Postgres {
  /** A connection string whose user may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

/** One that nobody else uses, so that it can be broken. */
export interface OwnPostgres extends Postgres {
  /** What it keeps things on; undefined: not of its own. */
  readonly disk?: SmallDisk;
  /** Ends it as a crash does: nobody is told, nothing is saved. */
  kill(): Promise<void>;
  /** Ends it as an administrator does, without waiting for clients. */
  shutDown(): Promise<void>;
  /** Lets it go on with what it kept; resolves when it answers. Running, it is only awaited. */
  start(): Promise<void>;
}

/** How it is started. */
export interface PostgresOptions {
  /** Commits survive a crash, as in production. Defaults to false: faster. */
  readonly durable?: boolean;
  /** How many clients it serves; many unless told. */
  readonly maxConnections?: number;
  /** Keeps things on a disk of its own of this size, where this process may mount one. */
  readonly diskMegabytes?: number;
}

/**
 * Starts PostgreSQL 18 on 127.0.0.1 with an empty data folder, which takes
 * about two seconds. It ends with this process.
 *
 * @throws MissingToolError when npm has no PostgreSQL for this machine.
 */
export async function startPostgres(
  options: PostgresOptions = {},
): Promise<OwnPostgres> {
  const { durable, maxConnections = MAX_CONNECTIONS, diskMegabytes } = options;
  const user = process.getuid?.() === 0 ? NOBODY : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-postgres-'));
  let disk: SmallDisk | undefined;
  const remove = async () => {
    await disk?.remove();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const prepared = await preparePostgres({
      ...{ folder, user, diskMegabytes },
      password: PASSWORD,
    });
    const { program, data, sockets, env } = prepared;
    disk = prepared.disk;
    const [port] = await freePorts(1);
    const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
    const settings = [
      `max_connections=${maxConnections}`,
      ...(durable ? [] : NOT_DURABLE),
      ...(disk ? SMALL : []),
    ];
    const launch = () =>
      startLeashed({
        command: program,
        args: [
          ...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', sockets],
          ...settings.flatMap(setting => ['-c', setting]),
        ],
        logFile: join(folder, 'postgres.log'),
        env,
        // A fast shutdown, which does not wait for clients.
        signal: 'SIGINT',
        user,
      });
    let server = launch();
    await ready(server, url).catch(async error => {
      await server.stop();
      throw error;
    });
    return {
      url,
      disk,
      async kill() {
        await server.signal('SIGKILL');
        await server.exited;
      },
      shutDown: () => server.stop(),
      async start() {
        const deadline = Date.now() + READY_MS;
        for (;;) {
          server = server.isRunning() ? server : launch();
          try {
            await ready(server, url);
            return;
          } catch (error) {
            if (Date.now() > deadline) {
              throw error;
            }
            await sleep(AGAIN_MS);
          }
        }
      },
      async stop() {
        await server.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function ready(server: Leashed, url: string): Promise<void> {
  return waitUntil({
    what: 'PostgreSQL',
    process: server,
    timeoutMs: READY_MS,
    ready: () => answers(url),
  });
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end();
  }
}
