import { Sealer } from '../../sealing';
import { Store } from '../Store';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { appendLogs } from './appendLogs';
import { type Lease, claimTarget } from './claimTarget';
import { guardLease } from './guardLease';
import { moveTarget } from './moveTarget';
import { releaseTarget } from './releaseTarget';
import { renewLease } from './renewLease';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LEASE_MS = 60_000;

describe.each(ids)('claims on %s', id => {
  let store: Store;

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer([{ id: 'k', key: Buffer.alloc(32, 1) }]),
    });
  });

  afterEach(async () => {
    await store.close();
  });

  const claim = async (owner: string): Promise<Lease | undefined> => {
    const { db, dialect } = store;
    const target = await claimTarget({
      tx: db,
      dialect,
      owner,
      leaseMs: LEASE_MS,
    });
    return (
      target && {
        runId: target.runId,
        targetId: target.targetId,
        owner,
        fence: target.fence,
      }
    );
  };
  const expire = () =>
    store.db('run_targets').update({ lease_until: '2020-01-01T00:00:00.000Z' });
  const rows = () => store.db('run_targets').orderBy('target_id');

  it.each([
    ['another worker', 'b'],
    ['the same worker', 'a'],
  ])('lets a stale fence change nothing after %s claimed', async (_who, by) => {
    const run = await insertRun(store);
    const stale = (await claim('a'))!;
    await expire();
    const fresh = (await claim(by))!;
    expect(fresh.fence).toBe(stale.fence + 1);
    const before = await rows();
    const { db, dialect } = store;

    const moved = await store.changeRun(run.id, async change => {
      const target = await guardLease({ change, lease: stale });
      return target && moveTarget({ change, target, event: 'started' });
    });
    expect(moved).toBeUndefined();
    expect(
      await renewLease({ tx: db, dialect, lease: stale, leaseMs: LEASE_MS }),
    ).toBeUndefined();
    expect(await releaseTarget({ tx: db, lease: stale })).toBe(false);
    const lines = await store.transaction(tx =>
      appendLogs({
        tx,
        dialect,
        lease: stale,
        stepId: 'a',
        lines: [{ level: 'info', text: 'x', at: 'now' }],
      }),
    );
    expect(lines).toEqual([]);
    expect(await rows()).toEqual(before);

    const done = await store.changeRun(run.id, async change => {
      const target = await guardLease({ change, lease: fresh });
      return target && moveTarget({ change, target, event: 'started' });
    });
    expect(done).toBe('preflight');
  });

  it('gives each target to one claimer, the oldest of the highest priority first', async () => {
    await insertRun(store, { title: 'old' });
    const urgent = await insertRun(store, { title: 'urgent', priority: 5 });
    await insertRun(store, {
      title: 'young',
      targets: [{ cluster: { name: 'one' } }, { cluster: { name: 'two' } }],
    });
    expect((await claim('first'))?.runId).toBe(urgent.id);
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(owner => claim(owner)),
    );
    const got = claims.flatMap(lease =>
      lease ? [`${lease.runId}/${lease.targetId}`] : [],
    );
    expect(got).toHaveLength(3);
    expect(new Set(got).size).toBe(3);
    expect(await claim('f')).toBeUndefined();
  });

  it('takes another target of the only run while somebody locks the first', async () => {
    const run = await insertRun(store, {
      title: 'wide',
      targets: ['one', 'two', 'three'].map(name => ({ cluster: { name } })),
    });
    const oldest = { run_id: run.id, target_id: 'one' };
    // SQLite has one writer: there nobody locks a row beside a claim.
    const others = store.dialect.skipLocked
      ? await store.db.transaction()
      : undefined;
    await others?.('run_targets').where(oldest).forUpdate().select();
    const taken = [await claim('a'), await claim('b')];
    await others?.rollback();
    taken.push(await claim('c'));
    expect(taken.map(lease => lease?.targetId)).toEqual(
      others ? ['two', 'three', 'one'] : ['one', 'two', 'three'],
    );
  });

  it('takes by age within a run, whatever its targets were woken at', async () => {
    const run = await insertRun(store, {
      title: 'wide',
      targets: ['one', 'two', 'three'].map(name => ({ cluster: { name } })),
    });
    const set = (targetId: string, columns: Record<string, unknown>) =>
      store
        .db('run_targets')
        .where({ run_id: run.id, target_id: targetId })
        .update(columns);
    await set('one', { wake_at: '2999-01-01T00:00:00.000Z' });
    await set('two', { wake_at: '2020-01-02T00:00:00.000Z' });
    await set('three', {
      wake_at: '2020-01-01T00:00:00.000Z',
      enqueued_at: '2999-01-01T00:00:00.000Z',
    });
    expect((await claim('a'))?.targetId).toBe('two');
    expect((await claim('b'))?.targetId).toBe('three');
    expect(await claim('c')).toBeUndefined();
  });

  it('does not take what is leased, and takes it when the lease ran out', async () => {
    await insertRun(store);
    const first = (await claim('a'))!;
    expect(await claim('b')).toBeUndefined();
    expect(
      await renewLease({
        tx: store.db,
        dialect: store.dialect,
        lease: first,
        leaseMs: LEASE_MS,
      }),
    ).toBe('queued');
    await expire();
    expect(
      await renewLease({
        tx: store.db,
        dialect: store.dialect,
        lease: first,
        leaseMs: LEASE_MS,
      }),
    ).toBeUndefined();
    expect((await claim('b'))?.fence).toBe(2);
  });

  it('keeps a wake-up that came during the lease', async () => {
    const run = await insertRun(store);
    const lease = (await claim('a'))!;
    await store.changeRun(run.id, change => change.wakeTarget('one'));
    expect(await claim('b')).toBeUndefined();
    expect(await releaseTarget({ tx: store.db, lease })).toBe(true);
    expect((await claim('b'))?.fence).toBe(2);
  });

  it('sleeps until its time, by the clock of the database', async () => {
    const run = await insertRun(store);
    const lease = (await claim('a'))!;
    const wakeAt = new Date((await store.now()).getTime() + 60_000);
    await releaseTarget({
      tx: store.db,
      lease,
      wakeAt: wakeAt.toISOString(),
    });
    expect(await claim('b')).toBeUndefined();
    await store
      .db('run_targets')
      .update({ wake_at: '2020-01-01T00:00:00.000Z' });
    expect(await claim('b')).toMatchObject({
      runId: run.id,
      targetId: 'one',
      fence: 2,
    });
  });

  it('never revives a target that was cancelled meanwhile', async () => {
    const run = await insertRun(store);
    const lease = (await claim('a'))!;
    await store.db('run_targets').update({ state: 'cancelling' });
    const moved = await store.changeRun(run.id, async change => {
      const target = (await guardLease({ change, lease }))!;
      return moveTarget({ change, target, event: 'verify_passed' });
    });
    expect(moved).toBeUndefined();
    expect((await rows())[0].state).toBe('cancelling');
  });

  it('numbers the events of a run without gaps when many change it at once', async () => {
    const run = await insertRun(store);
    await Promise.all(
      Array.from({ length: 20 }, (_item, index) =>
        store.changeRun(run.id, async change => {
          change.emit({ type: `test.${index}` });
        }),
      ),
    );
    const seqs = await store
      .db('run_events')
      .where({ run_id: run.id })
      .orderBy('seq')
      .pluck('seq');
    expect(seqs).toEqual(Array.from({ length: 21 }, (_item, i) => i + 1));
  });

  it('changes nothing when the change throws', async () => {
    const run = await insertRun(store);
    await expect(
      store.changeRun(run.id, async change => {
        await change.setTarget('one', { reason: 'half' });
        change.emit({ type: 'test' });
        throw new Error('No');
      }),
    ).rejects.toThrow('No');
    expect((await rows())[0].reason).toBeNull();
    expect(await store.db('run_events')).toHaveLength(1);
  });
});
