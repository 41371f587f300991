import { setTimeout as wait } from 'node:timers/promises';
import type { Knex } from 'knex';
import { Sealer } from '../sealing';
import { appendTo } from '../worker/StepLogWriter';
import { engineDatabases } from './__testUtils__/databases';
import { insertRun } from './__testUtils__/insertRun';
import { TestDatabaseId } from './__testUtils__/TestDatabases';
import { ReplicaChannel } from './ReplicaChannel';
import {
  claimTarget,
  requestCancel,
  savePlannedSteps,
  Store,
  type FeedMessage,
} from '.';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const { Postgres } = TestDatabaseId;
const LISTENERS = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND query IN ('LISTEN mission_control_runs', 'SELECT pg_notify($1, $2)', 'SELECT pg_advisory_lock($1, $2)')`;

/** Resolves when it holds; the time limit of the test is its own. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await wait(10);
  }
}

/** What a replica heard of others, and how often it was called to claim. */
function hearOf(store: Store) {
  const messages: FeedMessage[] = [];
  let calls = 0;
  store.feed.subscribe(message => messages.push(message));
  store.onWork(() => {
    calls += 1;
  });
  return { messages, calls: () => calls };
}

(ids.includes(Postgres) ? describe : describe.skip)(
  'two replicas on PostgreSQL',
  () => {
    let db: Knex;
    let one: Store;
    let other: Store;
    const deaf = jest.fn();

    beforeEach(async () => {
      db = await databases.init(Postgres);
      one = await Store.create({ database: db, sealer: new Sealer() });
      other = await Store.create({ database: db, sealer: new Sealer() });
      await one.hearReplicas();
      await other.hearReplicas(deaf);
    });

    afterEach(async () => {
      deaf.mockReset();
      await one.close();
      await other.close();
    });

    it('hear of a new run, that there is something to claim, and whose it is to cancel', async () => {
      const { messages, calls } = hearOf(other);
      const { id: runId } = await insertRun(one);
      await until(() => calls() > 0);
      expect(messages).toEqual([
        { kind: 'elsewhere', runId, cancelling: false },
      ]);
      await one.changeRun(runId, change =>
        requestCancel({ change, by: 'user:default/operator' }),
      );
      await until(() => messages.length > 1);
      expect(messages.at(-1)).toEqual({
        kind: 'elsewhere',
        runId,
        cancelling: true,
      });
    });

    it('hear of lines, and nothing of themselves', async () => {
      const there = hearOf(other);
      const { id: runId } = await insertRun(one);
      const { fence } = (await claimTarget({
        tx: db,
        dialect: one.dialect,
        owner: 'w',
        leaseMs: 60_000,
      }))!;
      const lease = { runId, targetId: 'one', owner: 'w', fence };
      await one.changeRun(runId, change =>
        savePlannedSteps({
          change,
          targetId: 'one',
          steps: [
            {
              stepId: 'first',
              sourceId: 'first',
              name: 'first',
              action: 'core:noop',
              effect: 'read',
              state: 'pending',
            },
          ],
        }),
      );
      // It has heard of the run before.
      await until(() => there.messages.length > 0);
      there.messages.length = 0;
      const here = hearOf(one);
      await appendTo(
        one,
        lease,
        'first',
      )([{ level: 'info', text: 'a line', at: new Date().toISOString() }]);
      await until(() => there.messages.length > 0);
      expect(there.messages).toEqual([
        { kind: 'elsewhere', runId, cancelling: false },
      ]);
      expect(here.messages.map(({ kind }) => kind)).toEqual(['log']);
    });

    it('go on when the connection breaks, and hear again', async () => {
      const { rows } = await db.raw(LISTENERS);
      expect(rows).toHaveLength(2);
      await db.raw(`SELECT pg_terminate_backend(pid) FROM (${LISTENERS}) l`);
      await until(() => deaf.mock.calls.length > 0);
      expect(deaf).toHaveBeenCalledTimes(1);
      await insertRun(one);
      await until(async () => (await db.raw(LISTENERS)).rows.length === 2);
      const { messages } = hearOf(other);
      const { id } = await insertRun(one);
      const heard = () => messages.some(({ runId }) => runId === id);
      await until(heard);
      expect(heard()).toBe(true);
    });

    it('keep no connection once they are closed', async () => {
      await one.close();
      await other.close();
      await until(async () => (await db.raw(LISTENERS)).rows.length === 0);
      await expect(insertRun(one)).resolves.toMatchObject({ state: 'queued' });
    });
  },
);

describe('a channel', () => {
  /** A server, or what stands before it. */
  function channelOn(
    query: (sql: string, values?: unknown[]) => Promise<unknown>,
  ) {
    const ends = jest.fn(async () => {});
    const acquireRawConnection = jest.fn(async () => ({
      query,
      on: () => {},
      end: ends,
    }));
    const onDeaf = jest.fn();
    const channel = ReplicaChannel.create({
      db: {
        client: { acquireRawConnection },
        raw: async () => ({}),
      } as unknown as Knex,
      onNews: () => {},
      onDeaf,
      echoMs: 1_000,
    });
    return { channel, onDeaf, ends, acquireRawConnection };
  }

  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('says once that it is deaf where notifications do not arrive, and tries again', async () => {
    const { channel, onDeaf, ends, acquireRawConnection } = channelOn(
      async () => ({}),
    );
    await channel.open();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(onDeaf).toHaveBeenCalledTimes(1);
    expect(onDeaf).toHaveBeenCalledWith(
      'notifications do not arrive, as behind a pooler of transactions',
    );
    const tries = acquireRawConnection.mock.calls.length;
    expect(tries).toBeGreaterThan(1);
    await channel.close();
    expect(ends).toHaveBeenCalledTimes(tries);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(acquireRawConnection).toHaveBeenCalledTimes(tries);
  });

  it('says why it cannot listen, and opens all the same', async () => {
    const { channel, onDeaf, ends } = channelOn(async () => {
      throw new Error('permission denied');
    });
    await channel.open();
    channel.tell('a run', { wake: true });
    expect(onDeaf).toHaveBeenCalledWith('Error: permission denied');
    expect(ends).toHaveBeenCalledTimes(1);
    await channel.close();
  });

  it('gathers what happens at once, a hundred runs in a message', async () => {
    const payloads: string[] = [];
    const { channel } = channelOn(async (_sql, values) => {
      payloads.push(...(values ? [String(values[1])] : []));
    });
    await channel.open();
    for (let run = 0; run < 250; run += 1) {
      channel.tell(`run ${run}`, { wake: run === 7, cancelling: run === 8 });
      channel.tell(`run ${run}`);
    }
    await jest.advanceTimersByTimeAsync(0);
    const news = payloads.map(payload => JSON.parse(payload));
    expect(news.map(({ runIds }) => runIds.length)).toEqual([1, 100, 100, 50]);
    expect(news.map(({ wake }) => wake)).toEqual([false, true, false, false]);
    expect(news[1].cancelling).toEqual(['run 8']);
    await channel.close();
  });
});
