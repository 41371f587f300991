import { Sealer } from '../../sealing';
import { Store } from '../Store';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { claimTarget } from './claimTarget';
import { claimWithin } from './claimWithin';
import { readQueue } from './readQueue';
import { readQueued } from './readQueued';
import { readRun } from './readRun';
import { releaseTarget } from './releaseTarget';
import { saveMissionVersion } from './saveMissionVersion';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LEASE_MS = 60_000;

describe.each(ids)('claims with limits on %s', id => {
  let store: Store;

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer(),
    });
  });

  afterEach(async () => {
    await store.close();
  });

  const limitOf = (cluster: string) => (cluster === 'busy' ? 2 : undefined);
  const claim = (owner: string) =>
    claimWithin({ store, limitOf, claim: { owner, leaseMs: LEASE_MS } });
  const on = (cluster: string) =>
    insertRun(store, { targets: [{ cluster: { name: cluster } }] });

  it('takes no more of a cluster than may work there, and others go before', async () => {
    const runs = [
      await on('busy'),
      await on('busy'),
      await on('busy'),
      await on('idle'),
    ];
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map(owner => claim(owner)),
    );
    const taken = claims.flatMap(target => target ?? []);
    expect(taken.map(target => target.cluster).sort()).toEqual([
      'busy',
      'busy',
      'idle',
    ]);
    const left = await readRun({ tx: store.db, runId: runs[2].id });
    const { db: tx, dialect } = store;
    expect(await readQueued({ tx, dialect, run: left!, limitOf })).toEqual(
      new Map([['busy', { ahead: 0, clusterBusy: 2, clusterFull: true }]]),
    );
    const row = await tx('run_targets').where({ run_id: runs[2].id }).first();
    expect(row).toMatchObject({ fence: 0, lease_owner: null });

    const [done] = taken.filter(target => target.cluster === 'busy');
    await releaseTarget({
      tx,
      lease: {
        runId: done.runId,
        targetId: done.targetId,
        owner: done.leaseOwner!,
        fence: done.fence,
      },
    });
    expect((await claim('e'))?.runId).toBe(runs[2].id);
  });

  it('takes what is to be cancelled also where the cluster is full, and counts it as work', async () => {
    const limit = (cluster: string) => (cluster === 'busy' ? 1 : undefined);
    const take = (owner: string) =>
      claimWithin({
        store,
        limitOf: limit,
        claim: { owner, leaseMs: LEASE_MS },
      });
    await on('busy');
    const cancelled = await on('busy');
    await on('busy');
    await take('a');
    const { db: tx, dialect } = store;
    await tx('run_targets')
      .where({ run_id: cancelled.id })
      .update({ state: 'cancelling' });
    const queue = async () => readQueue({ tx, dialect, limitOf: limit });
    expect(await queue()).toMatchObject({ waiting: 1, waitingForPlace: 1 });
    expect((await take('b'))?.runId).toBe(cancelled.id);
    expect(await take('c')).toBeUndefined();
    expect(await queue()).toMatchObject({ waiting: 0, waitingForPlace: 1 });
  });

  it('does not count a holder that is gone', async () => {
    await on('busy');
    await on('busy');
    const last = await on('busy');
    await claim('a');
    await claim('b');
    expect(await claim('c')).toBeUndefined();
    await store.db('run_targets').whereNot({ run_id: last.id }).update({
      lease_until: '2020-01-01T00:00:00.000Z',
      wake_at: null,
      state: 'planning',
    });
    const again = [await claim('c'), await claim('c'), await claim('c')];
    expect(again.map(target => target !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe.each(ids)('shares of missions on %s', id => {
  it('hold back nobody behind a mission with a thousand targets', async () => {
    const store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer(),
    });
    const { db: tx, dialect } = store;
    await insertRun(store, {
      targets: Array.from({ length: 1000 }, (_, index) => ({
        cluster: { name: `c-${index}` },
      })),
    });
    await saveMissionVersion({
      tx,
      ref: 'test/small',
      version: 'v1',
      content: '',
      spec: {
        type: 'install',
        preflight: [],
        steps: [],
        verify: [],
        checks: [],
      },
      now: new Date().toISOString(),
    });
    const small = await insertRun(store, { missionRef: 'test/small' });
    const busy = new Map<string, number>();
    const order: string[] = [];
    // Ten places, and nobody who gives one back.
    for (let place = 0; place < 10; place += 1) {
      const target = await claimTarget({
        tx,
        dialect,
        owner: 'a',
        leaseMs: LEASE_MS,
        busy,
      });
      const { missionRef } = target!;
      order.push(missionRef);
      busy.set(missionRef, (busy.get(missionRef) ?? 0) + 1);
    }
    expect(order.indexOf('test/small')).toBe(1);
    expect(order.filter(ref => ref === 'test/empty')).toHaveLength(9);
    const urgent = await insertRun(store, { priority: 5 });
    const next = await claimTarget({
      tx,
      dialect,
      owner: 'a',
      leaseMs: LEASE_MS,
      busy,
    });
    expect(next?.runId).toBe(urgent.id);
    const waiting = await readRun({ tx, runId: small.id });
    expect(await readQueued({ tx, dialect, run: waiting! })).toEqual(new Map());
    const later = await insertRun(store, { missionRef: 'test/small' });
    expect(await readQueued({ tx, dialect, run: later })).toEqual(
      new Map([['one', { ahead: 991 }]]),
    );
    await store.close();
  });
});
