import { Sealer } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { type Lease, claimTarget } from '../operations/claimTarget';
import { moveTarget } from '../operations/moveTarget';
import { requestPause } from '../operations/requestPause';
import { readEvents, readRun } from '../operations/readRun';
import type { RunRecord } from '../types';
import { Store } from '../Store';
import { commitBatch } from './commitBatch';
import { CommitQueue } from './CommitQueue';
import { type LiveRun, StaleView } from './LiveRun';
import { WriteSet } from './WriteSet';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LEASE_MS = 60_000;
const by = 'user:default/operator';

describe.each(ids)('changes of held runs on %s', id => {
  let store: Store;
  let run: RunRecord;
  let lease: Lease;
  let live: LiveRun;

  const claim = async (owner = 'w'): Promise<Lease> => {
    const { db: tx, dialect } = store;
    const target = await claimTarget({ tx, dialect, owner, leaseMs: LEASE_MS });
    const { runId, targetId, fence } = target!;
    return { runId, targetId, owner, fence };
  };
  const transactions = () => jest.spyOn(store, 'changeRun');
  const start = (later: boolean) =>
    store.changeHeld(
      live,
      lease,
      async (change, target) => {
        await moveTarget({ change, target, event: 'started' });
      },
      { later },
    );
  const say = (type: string, later = true) =>
    store.changeHeld(
      live,
      lease,
      async change => {
        change.emit({ type });
      },
      { later },
    );
  const typesOf = async () =>
    (await readEvents({ tx: store.db, runId: run.id })).map(
      ({ seq, type }) => `${seq} ${type}`,
    );

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer([{ id: 'k', key: Buffer.alloc(32, 1) }]),
    });
    run = await insertRun(store);
    lease = await claim();
    live = store.live.hold(run.id);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    store.live.release(run.id);
    await store.close();
  });

  it('keeps what is changed later in its order, without a transaction of its own', async () => {
    const changeRun = transactions();
    const published: string[] = [];
    store.feed.subscribe(message => {
      published.push(message.kind === 'event' ? message.event.type : '');
    });
    expect(await start(true)).toBe(true);
    expect(await say('one')).toBe(true);
    expect(await say('two')).toBe(true);
    expect(published).toEqual([]);
    await live.settled();
    expect(changeRun).not.toHaveBeenCalled();
    expect(await readRun({ tx: store.db, runId: run.id })).toMatchObject({
      state: 'preflight',
      eventSeq: 4,
    });
    expect(await typesOf()).toEqual([
      '1 run.created',
      '2 target.preflight',
      '3 one',
      '4 two',
    ]);
    expect(published).toEqual(['target.preflight', 'one', 'two']);
  });

  it('drops what went by what no longer holds, and makes its holder look again', async () => {
    await start(false);
    await store.db('runs').where({ id: run.id }).increment('revision', 1);
    await say('one');
    await live.settled();
    await expect(say('two')).rejects.toThrow(StaleView);
    await expect(say('three', false)).rejects.toThrow(StaleView);
    live.looks(lease.targetId);
    await say('four');
    await live.settled();
    expect(await typesOf()).toEqual([
      '1 run.created',
      '2 target.preflight',
      '3 four',
    ]);
  });

  it('keeps what is known over a claim, but for the row that was claimed', async () => {
    await start(false);
    const { row } = (await live.exclusively(() => live.known()))!;
    await store
      .db('run_targets')
      .update({ lease_until: '2020-01-01T00:00:00.000Z' });
    lease = await claim('other');
    await live.exclusively(() => live.claimed(lease.targetId));
    const known = (await live.exclusively(() => live.known()))!;
    expect(known.row).toBe(row);
    expect(await known.rows.target(lease.targetId)).toMatchObject({
      fence: lease.fence,
      lease_owner: 'other',
    });
    expect(await say('one')).toBe(true);
  });

  it('keeps of the steps of a target that was left only what became of them', async () => {
    await start(false);
    const steps = ['a', 'b'].map((name, position) => ({
      ...{ run_id: run.id, target_id: lease.targetId, step_id: name },
      ...{ position, name, state: 'succeeded', effect: 'read' },
      output_json: '"large"',
    }));
    const { rows } = (await live.exclusively(() => live.known()))!;
    rows.putSteps(lease.targetId, steps);
    await live.exclusively(() => live.left(lease.targetId));
    const query = jest.fn();
    store.db.on('query', query);
    expect(await rows.stepFacts()).toEqual(
      ['a', 'b'].map(name => ({
        ...{ target_id: lease.targetId, name },
        ...{ state: 'succeeded', effect: 'read' },
      })),
    );
    expect(query.mock.calls.map(([{ sql }]) => sql)).not.toContainEqual(
      expect.stringContaining('run_steps'),
    );
    // These were put here by the test alone.
    expect(await rows.steps(lease.targetId)).toEqual([]);
  });

  it('reads all anew at a claim when somebody changed the run', async () => {
    await start(false);
    // As another replica does: nobody here is told.
    await store
      .db('runs')
      .where({ id: run.id })
      .update({ pause_requested: true })
      .increment('revision', 1);
    await live.exclusively(() => live.claimed(lease.targetId));
    const known = (await live.exclusively(() => live.known()))!;
    expect(Boolean(known.row.pause_requested)).toBe(true);
  });

  it('makes a change that goes alone by what is so now, when what is known no longer holds', async () => {
    await start(false);
    await store.changeRun(run.id, change =>
      requestPause({ change, pause: true, by }),
    );
    await store.db('runs').where({ id: run.id }).increment('revision', 1);
    let paused: boolean | undefined;
    const kept = await store.changeHeld(live, lease, async change => {
      paused = change.run.pauseRequested;
      change.emit({ type: 'seen' });
    });
    expect(kept).toBe(true);
    expect(paused).toBe(true);
    expect((await typesOf()).at(-1)).toBe('4 seen');
  });

  it('changes nothing with a lease that another one has', async () => {
    await say('one', false);
    await store
      .db('run_targets')
      .update({ lease_until: '2020-01-01T00:00:00.000Z' });
    const other = await claim('other');
    expect(other.fence).toBe(lease.fence + 1);
    await say('two');
    await live.settled();
    await expect(say('three')).rejects.toThrow(StaleView);
    live.looks(lease.targetId);
    expect(await say('four', false)).toBe(false);
    expect(await typesOf()).toEqual(['1 run.created', '2 one']);
  });

  it('takes nothing in of a change that throws', async () => {
    await start(false);
    const broken = store.changeHeld(
      live,
      lease,
      async (change, target) => {
        change.emit({ type: 'half' });
        await moveTarget({ change, target, event: 'preflight_passed' });
        throw new Error('The rest does not work');
      },
      { later: true },
    );
    await expect(broken).rejects.toThrow('The rest does not work');
    await say('whole');
    await live.settled();
    expect((await readRun({ tx: store.db, runId: run.id }))!.state).toBe(
      'preflight',
    );
    expect((await typesOf()).at(-1)).toBe('3 whole');
  });

  describe('of several runs in one commit', () => {
    const commitOf = (held: Lease, state: string | null, revision: number) => {
      const writes = new WriteSet();
      writes.update('runs', { id: held.runId }, { state, reason: 'x' });
      return { runId: held.runId, revision, leases: [held], writes };
    };
    const reasons = () => store.db('runs').orderBy('id').pluck('reason');
    let otherLease: Lease;

    beforeEach(async () => {
      await insertRun(store);
      otherLease = await claim();
    });

    it('keeps those that hold, and nothing of the others', async () => {
      const { db, dialect } = store;
      expect(await db('runs').pluck('revision')).toEqual([1, 1]);
      const good = commitOf(lease, 'planning', 1);
      const stale = commitOf(otherLease, 'planning', 0);
      const kept = await commitBatch(db, dialect, [good, stale]);
      expect([...kept]).toEqual([good]);
      expect(await reasons()).toEqual(['x', null]);
    });

    it('lets one that the database refuses spoil no other', async () => {
      const { db, dialect } = store;
      const queue = new CommitQueue(batch => commitBatch(db, dialect, batch));
      const refused = queue.add(() => commitOf(lease, null, 1));
      const good = queue.add(() => commitOf(otherLease, 'planning', 1));
      await expect(refused).rejects.toThrow(/null/i);
      expect(await good).toBe(true);
      expect(await reasons()).toEqual([null, 'x']);
    });
  });
});
