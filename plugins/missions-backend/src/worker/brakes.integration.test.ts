import type { Freeze } from '../engine';
import { readFreezes, requestCancel, requestPause } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import {
  JANE,
  startBraked,
  type BrakedEngine,
} from './__testUtils__/startBraked';
import type { TestEngine } from './__testUtils__/TestEngine';
import { bothAreBlue } from './__testUtils__/twoWrites';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const frozenBy =
  /^Writes everywhere are frozen by jane since .*: Black Friday$/;

describe.each(ids)('brakes on %s', id => {
  let braked: BrakedEngine;
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    braked = await startBraked(await databases.init(id));
    ({ engine, one } = braked);
  });

  afterEach(() => engine.stop());

  it('hold the first write of a run that plans and is approved, with no worker, until the freeze is lifted', async () => {
    const frozen = await braked.freeze();
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    await engine.until(() => braked.worker.busy === 0);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect(await braked.target(run.id)).toMatchObject({
      state: 'running',
      reason: expect.stringMatching(frozenBy),
      held: {
        kind: 'freeze',
        freezeId: frozen.id,
        by: JANE,
        reason: 'Black Friday',
        at: frozen.at,
        since: expect.any(String),
      },
      leaseOwner: undefined,
    });
    expect(await braked.steps(run.id)).toEqual([['paint', 'pending', 0]]);
    await braked.lift(frozen);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    expect(await braked.target(run.id)).toMatchObject({ held: undefined });
    expect(
      (await braked.types(run.id)).filter(type => /held/.test(type)),
    ).toEqual(['target.held', 'target.unheld']);
  });

  it('let a plan be made, and a mission that only reads succeed', async () => {
    await braked.freeze();
    const plan = await engine.start(
      { steps: [paintHouse], verify: [houseIsBlue] },
      { planOnly: true },
    );
    await engine.reaches(plan.id, 'planned');
    const look = await engine.start({
      steps: [{ id: 'look', action: 'memory:get', input: { name: 'house' } }],
      verify: [
        {
          id: 'is-red',
          check: 'memory:equals',
          input: { name: 'house', value: 'red' },
        },
      ],
    });
    // Its plan is empty, and so approved by the rule for such.
    await engine.reaches(look.id, 'succeeded');
    expect(await braked.types(look.id)).not.toContain('target.held');
  });

  it.each([
    ['throws on', false],
    ['swallows', true],
  ])(
    'hold the second write of a step that %s what it is refused, and let it go on where it was',
    async (_, swallow) => {
      let frozen: Freeze | undefined;
      braked.hooks.between = async () => {
        frozen ??= await braked.freeze();
      };
      const run = await engine.start({
        steps: [{ id: 'both', action: 'two:write', input: { swallow } }],
        verify: bothAreBlue,
      });
      await engine.approve(run.id);
      await braked.isHeld(run.id);
      expect([...one.objects.keys()]).toEqual(['house', 'first']);
      expect(await braked.steps(run.id)).toEqual([['both', 'waiting', 1]]);
      await braked.lift(frozen!);
      await engine.reaches(run.id, 'succeeded');
      expect([...one.objects.keys()]).toEqual(['house', 'first', 'second']);
      // The same attempt: waiting counts as none.
      expect(await braked.steps(run.id)).toEqual([['both', 'succeeded', 1]]);
      expect(braked.hooks.calls).toBe(2);
    },
  );

  it('finish the write that was journalled before the freeze, and begin no other', async () => {
    engine.hooks.afterIntent = async () => {
      await braked.freeze();
    };
    const run = await engine.start({
      steps: [
        paintHouse,
        { id: 'tree', action: 'memory:set', input: { name: 'tree', value: 1 } },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    expect(one.objects.has('tree')).toBe(false);
    expect(await braked.steps(run.id)).toEqual([
      ['paint', 'succeeded', 1],
      ['tree', 'pending', 0],
    ]);
  });

  it('hold what a crashed worker left, and show it as waiting', async () => {
    let frozen: Freeze | undefined;
    engine.hooks.afterIntent = async () => {
      frozen ??= await braked.freeze();
      // As if the process died: its lease ends, another takes over.
      await engine.store
        .db('run_targets')
        .update({ lease_until: '1970-01-01T00:00:00.000Z' });
      await new Promise(() => undefined);
    };
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    expect(await braked.steps(run.id)).toEqual([['paint', 'waiting', 1]]);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    engine.hooks.afterIntent = undefined;
    await braked.lift(frozen!);
    await engine.reaches(run.id, 'succeeded');
  });

  it('hold an environment or a cluster, and nothing else', async () => {
    await braked.freeze({ scope: 'environment', name: 'elsewhere' });
    await braked.freeze({ scope: 'cluster', name: 'two' });
    const free = await braked.paint();
    await engine.approve(free.id);
    await engine.reaches(free.id, 'succeeded');
    one.objects.set('house', { data: 'red' });
    const own = await braked.freeze({ scope: 'environment', name: 'test' });
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    const cluster = await braked.freeze({ scope: 'cluster', name: 'one' });
    await braked.lift(own);
    await engine.until(
      async () => (await braked.target(run.id)).held?.freezeId === cluster.id,
    );
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await braked.lift(cluster);
    await engine.reaches(run.id, 'succeeded');
  });

  it('end by themselves when the time of the freeze has come', async () => {
    const now = await engine.store.now();
    const until = new Date(now.getTime() + 2_000).toISOString();
    const frozen = await braked.freeze({ until });
    const run = await braked.paint();
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(await braked.types(run.id)).toContain('target.held');
    expect(await readFreezes({ tx: engine.store.db })).toEqual([frozen]);
    expect((await braked.target(run.id)).finishedAt! > until).toBe(true);
  });

  it('never hold an undo; but the undo of that, which changes again', async () => {
    const run = await braked.paint();
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const frozen = await braked.freeze();
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    const again = await engine.undo(undo);
    await engine.approve(again.id);
    await braked.isHeld(again.id);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await braked.lift(frozen);
    await engine.reaches(again.id, 'succeeded');
    const back = await braked.freeze();
    const third = await engine.undo(again);
    await engine.approve(third.id);
    await engine.reaches(third.id, 'succeeded');
    await braked.lift(back);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
  });

  it('hold nothing that is paused, resumed or cancelled meanwhile from being so', async () => {
    await braked.freeze();
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    const { store } = engine;
    await store.changeRun(run.id, change =>
      requestPause({ change, pause: true, by: JANE }),
    );
    await engine.reaches(run.id, 'paused');
    await store.changeRun(run.id, change =>
      requestPause({ change, pause: false, by: JANE }),
    );
    await engine.reaches(run.id, 'running');
    await braked.isHeld(run.id);
    await store.changeRun(run.id, change =>
      requestCancel({ change, by: JANE }),
    );
    await engine.reaches(run.id, 'cancelled');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
  });

  it('outlive every worker: another one finds the freeze and what it holds', async () => {
    const frozen = await braked.freeze();
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    await engine.halt();
    const { fence } = await engine.store
      .db('run_targets')
      .where({ run_id: run.id })
      .first('fence');
    await engine.worker();
    // Its time to look by itself has come.
    await engine.store
      .db('run_targets')
      .where({ run_id: run.id })
      .update({ wake_at: '2020-01-01T00:00:00.000Z' });
    await engine.until(async () => {
      const target = await engine.store
        .db('run_targets')
        .where({ run_id: run.id })
        .first('fence', 'lease_owner');
      return target.fence > fence && target.lease_owner === null;
    });
    await braked.isHeld(run.id);
    await braked.lift(frozen);
    expect((await engine.reaches(run.id, 'succeeded')).state).toBe('succeeded');
  });

  it('lose no lifting that comes while a worker is about to say that it waits', async () => {
    const frozen = await braked.freeze();
    const run = await braked.paint();
    let asked = 0;
    const { store } = engine;
    const readNow = store.now.bind(store);
    // Only this asks with a database: between reading the freezes and the commit
    // of what holds the target, which rests only by a second, careful look.
    jest.spyOn(store, 'now').mockImplementation(async tx => {
      const now = await readNow(tx);
      asked += tx ? 1 : 0;
      if (tx && asked === 2) {
        await braked.lift(frozen);
      }
      return now;
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(await braked.types(run.id)).toContain('target.held');
  });
});
