import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  placeOfThisProcess,
  type ProcessPlace,
} from '@mission-control/plugin-missions-node';
import knexFactory, { type Knex } from 'knex';
import { dialectOf } from './dialect';
import { ProcessLock } from './ProcessLock';
import { Store } from './Store';

const LEASE_MS = 1_000;
const here = placeOfThisProcess();
/** Process 1 of a container: its host has the same name as ours. */
const CONTAINER: ProcessPlace = {
  host: here.host,
  pid: 1,
  proof: '00000000-0000-0000-0000-000000000000 pid:[4026531836] 12',
};
/** One that ran here and is gone. */
const KILLED: ProcessPlace = { ...here, proof: `${here.proof}1` };

describe('the lock of a SQLite file', () => {
  let folder: string;
  let file: string;
  let clients: Knex[];
  let locks: ProcessLock[];

  const connect = () => {
    const db = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
    clients.push(db);
    return db;
  };

  /** Takes the lock as a process with a connection of its own. */
  const take = async (owner: string, place: ProcessPlace, db = connect()) => {
    const dialect = dialectOf(db);
    const options = { db, dialect, owner, place, leaseMs: LEASE_MS };
    const lock = await ProcessLock.take(options);
    locks.push(lock);
    return lock;
  };

  const timeOf = async (work: Promise<unknown>) => {
    const begun = performance.now();
    await work;
    return performance.now() - begun;
  };

  const ownerNow = () => connect()('process_lock').pluck('owner');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-lock-'));
    file = join(folder, 'missions.sqlite');
    clients = [];
    locks = [];
    const store = await Store.create({ database: connect() });
    await store.close();
  });

  afterEach(async () => {
    // Some of them lost their connection on purpose.
    await Promise.allSettled(locks.map(lock => lock.release()));
    await Promise.all(clients.map(db => db.destroy()));
    await rm(folder, { recursive: true, force: true });
  });

  it('refuses a second process and names the file, the holder and the remedy', async () => {
    await take('first', { ...here, host: 'laptop' });
    await expect(take('second', here)).rejects.toMatchObject({
      code: 'DATABASE_BUSY',
      message: expect.stringMatching(
        /missions\.sqlite is used by process \d+ on laptop \(last seen .*Z\), and only one process may use it\. Stop it, or use PostgreSQL/,
      ),
    });
    expect(await ownerNow()).toEqual(['first']);
  });

  it('passes on at once what was given back', async () => {
    const first = await take('first', here);
    await first.release();
    expect(await timeOf(take('second', here))).toBeLessThan(LEASE_MS / 2);
    expect(await ownerNow()).toEqual(['second']);
  });

  it('passes on at once when the holder is proven to be gone', async () => {
    const killed = await take('killed', KILLED);
    expect(await timeOf(take('next', here))).toBeLessThan(LEASE_MS / 2);
    // The one that lost it gives nothing back that is not its own.
    await killed.release();
    expect(await ownerNow()).toEqual(['next']);
  });

  it('is not stolen by process 1 of another container with the same host name', async () => {
    await take('first', CONTAINER);
    await expect(
      take('second', { ...CONTAINER, proof: here.proof }),
    ).rejects.toMatchObject({ code: 'DATABASE_BUSY' });
    expect(await ownerNow()).toEqual(['first']);
  });

  it('passes on after a lease when nobody can tell whether the holder lives', async () => {
    const db = connect();
    await take('silent', CONTAINER, db);
    await db.destroy();
    const waited = await timeOf(take('next', here));
    expect(waited).toBeGreaterThan(LEASE_MS / 4);
    expect(waited).toBeLessThan(LEASE_MS * 2);
    expect(await ownerNow()).toEqual(['next']);
  });

  it('passes on after a lease although the clock went back', async () => {
    const db = connect();
    await take('silent', CONTAINER, db);
    await db('process_lock').update({ renewed_at: '2999-01-01T00:00:00.000Z' });
    await db.destroy();
    expect(await timeOf(take('next', here))).toBeLessThan(LEASE_MS * 2);
    expect(await ownerNow()).toEqual(['next']);
  });

  it('refuses what its former holder writes, before that one knows', async () => {
    const db = connect();
    await take('suspended', here, db);
    await connect()('process_lock').update({ owner: 'next', pid: 4712 });
    await expect(db('run_logs').insert({ run_id: 'r' })).rejects.toThrow(
      'This process does not hold the lock of the database',
    );
  });

  it('tells its former holder, with a message', async () => {
    const lock = await take('suspended', here);
    await connect()('process_lock').update({ owner: 'next', pid: 4712 });
    await sleep(LEASE_MS / 2);
    expect(lock.lost.aborted).toBe(true);
    expect(lock.lost.reason).toMatchObject({
      code: 'DATABASE_BUSY',
      message: expect.stringMatching(
        /did not renew its lock of the SQLite file .*missions\.sqlite in time, and process 4712 on .* took over/,
      ),
    });
  });
});
