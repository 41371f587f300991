import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { Client } from 'pg';

import { freePorts } from '../processes/freePorts';
import { startLeashed } from '../processes/startLeashed';
import { waitUntil } from '../processes/waitUntil';
import { copyPostgresBinaries } from './postgresBinaries';

const execFileAsync = promisify(execFile);
const READY_MS = 30_000;
const PASSWORD = 'testbed';
/** Settings of a server that need not survive a crash, nor days. */
const NOT_DURABLE = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];

/** PostgreSQL refuses to run as root; this user exists on every system. */
const NOBODY = { uid: 65534, gid: 65534 };

/** A PostgreSQL server for tests. */
export interface Postgres {
  /** A connection string whose user may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

/** How it is started. */
export interface PostgresOptions {
  /** Commits survive a crash, as in production. Defaults to false: faster. */
  readonly durable?: boolean;
}

/**
 * Starts PostgreSQL 18 on 127.0.0.1 with an empty data folder, which takes
 * about two seconds. It ends with this process.
 *
 * @throws MissingToolError when npm has no PostgreSQL for this machine.
 */
export async function startPostgres(
  options: PostgresOptions = {},
): Promise<Postgres> {
  const user = process.getuid?.() === 0 ? NOBODY : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-postgres-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const programs = join(folder, 'programs');
    const data = join(folder, 'data');
    const sockets = join(folder, 'sockets');
    const passwordFile = join(folder, 'password');
    await chmod(folder, 0o755);
    await copyPostgresBinaries(programs);
    await mkdir(data, { mode: 0o700 });
    await mkdir(sockets, { mode: 0o700 });
    await writeFile(passwordFile, PASSWORD, { mode: 0o600 });
    if (user) {
      for (const path of [data, sockets, passwordFile]) {
        await chown(path, user.uid, user.gid);
      }
    }
    await execFileAsync(
      join(programs, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...user, env: environmentFor(programs), cwd: folder },
    );
    const [port] = await freePorts(1);
    const server = startLeashed({
      command: join(programs, 'bin', 'postgres'),
      args: [
        ...['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', sockets],
        ...['-c', 'max_connections=300'],
        ...(options.durable
          ? []
          : NOT_DURABLE.flatMap(setting => ['-c', setting])),
      ],
      logFile: join(folder, 'postgres.log'),
      env: environmentFor(programs),
      // A fast shutdown, which does not wait for clients.
      signal: 'SIGINT',
      user,
    });
    const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
    const stop = async () => {
      await server.stop();
      await remove();
    };
    await waitUntil({
      what: 'PostgreSQL',
      process: server,
      timeoutMs: READY_MS,
      ready: () => answers(url),
    }).catch(async error => {
      await stop();
      throw error;
    });
    return { url, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

function environmentFor(programs: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    LC_ALL: 'C',
    LD_LIBRARY_PATH: join(programs, 'lib'),
  };
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
