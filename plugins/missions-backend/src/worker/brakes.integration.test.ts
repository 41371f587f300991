import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { defaultRules, type EngineRules, type Freeze } from '../engine';
import {
  readEvents,
  readFreezes,
  readRun,
  readSteps,
  readTarget,
  requestCancel,
  requestPause,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertFreeze, liftFreeze } from '../store/operations/freezes';
import { wakeHeld } from '../store/operations/wakeHeld';
import { passWindows } from '../services/runs/passWindows';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const JANE = 'user:default/jane';
const frozenBy =
  /^Writes everywhere are frozen by jane since .*: Black Friday$/;

/** Called between the two writes of `two:write`. */
let between: () => Promise<void>;
/** Calls of `two:write`. */
let calls: number;

const objectOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

/** Writes two objects, one after the other; swallows what it is told to. */
const twoWrites = createMissionAction({
  id: 'two:write',
  description: 'Writes two objects',
  examples: [],
  effect: 'write',
  schema: {
    input: z.object({ swallow: z.boolean().optional() }).strict(),
    output: z.object({}),
  },
  plan: async () => ({
    changes: ['first', 'second'].map(name => ({
      object: objectOf(name),
      verb: 'set',
      kind: 'create' as const,
    })),
  }),
  async run(ctx) {
    calls += 1;
    const done = (await ctx.journal.records()).map(({ object }) => object.name);
    const write = async (name: string) => {
      const object = objectOf(name);
      const seq = await ctx.journal.intend({
        verb: 'set',
        object,
        prior: null,
      });
      await ctx.cluster.request({
        method: 'PUT',
        path: `/api/v1/namespaces/test/configmaps/${name}`,
        body: { data: 'blue' },
      });
      await ctx.journal.complete(seq, { data: 'blue' });
    };
    for (const name of ['first', 'second']) {
      if (!done.includes(name)) {
        await write(name).catch(error => {
          if (!ctx.input.swallow) {
            throw error;
          }
        });
        await between();
      }
    }
    ctx.evidence({ asked: 'GET first', answered: 'blue' });
    return {};
  },
  undo: {
    description: 'Leaves them',
    plan: async () => ({ changes: [] }),
    run: async () => undefined,
  },
});
const bothAreBlue = ['first', 'second'].map(name => ({
  id: `is-${name}`,
  check: 'memory:equals',
  input: { name, value: 'blue' },
}));

describe.each(ids)('brakes on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let rules: EngineRules;

  beforeEach(() => {
    one = new MemoryCluster('one');
    one.objects.set('house', { data: 'red' });
    rules = defaultRules;
    between = async () => undefined;
    calls = 0;
  });

  afterEach(() => engine.stop());

  async function start(workers = 1) {
    engine = await TestEngine.create(await databases.init(id), [one], {
      rules,
    });
    engine.registry.addActions(twoWrites);
    const started = [];
    for (let i = 0; i < workers; i++) {
      started.push(await engine.worker());
    }
    return started;
  }
  const freeze = async (change: Partial<Freeze> = {}) =>
    insertFreeze({
      tx: engine.store.db,
      freeze: {
        scope: 'instance',
        reason: 'Black Friday',
        by: JANE,
        ...change,
      },
      now: await engine.store.now(),
    });
  const lift = async ({ id: freezeId }: Freeze) => {
    const { store } = engine;
    const now = await store.now();
    await liftFreeze({
      tx: store.db,
      id: freezeId,
      by: JANE,
      reason: 'over',
      now,
    });
    await wakeHeld(store);
  };
  const target = async (runId: string) =>
    (await readTarget({ tx: engine.store.db, runId, targetId: 'one' }))!;
  const steps = async (runId: string) =>
    (await readSteps({ tx: engine.store.db, runId })).map(step => [
      step.stepId,
      step.state,
      step.attempt,
    ]);
  const types = async (runId: string) =>
    (await readEvents({ tx: engine.store.db, runId })).map(({ type }) => type);
  const isHeld = (runId: string) =>
    engine.until(async () => (await target(runId)).held !== undefined);
  const paint = () =>
    engine.start({ steps: [paintHouse], verify: [houseIsBlue] });

  it('hold the first write of a run that plans and is approved, with no worker, until the freeze is lifted', async () => {
    const [worker] = await start();
    const frozen = await freeze();
    const run = await paint();
    await engine.approve(run.id);
    await isHeld(run.id);
    await engine.until(() => worker.busy === 0);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect(await target(run.id)).toMatchObject({
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
    expect(await steps(run.id)).toEqual([['paint', 'pending', 0]]);
    await lift(frozen);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    expect(await target(run.id)).toMatchObject({ held: undefined });
    expect((await types(run.id)).filter(type => /held/.test(type))).toEqual([
      'target.held',
      'target.unheld',
    ]);
  });

  it('let a plan be made, and a mission that only reads succeed', async () => {
    await start();
    await freeze();
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
    expect(await types(look.id)).not.toContain('target.held');
  });

  it.each([
    ['throws on', false],
    ['swallows', true],
  ])(
    'hold the second write of a step that %s what it is refused, and let it go on where it was',
    async (_, swallow) => {
      await start();
      let frozen: Freeze | undefined;
      between = async () => {
        frozen ??= await freeze();
      };
      const run = await engine.start({
        steps: [{ id: 'both', action: 'two:write', input: { swallow } }],
        verify: bothAreBlue,
      });
      await engine.approve(run.id);
      await isHeld(run.id);
      expect([...one.objects.keys()]).toEqual(['house', 'first']);
      expect(await steps(run.id)).toEqual([['both', 'waiting', 1]]);
      await lift(frozen!);
      await engine.reaches(run.id, 'succeeded');
      expect([...one.objects.keys()]).toEqual(['house', 'first', 'second']);
      // The same attempt: waiting counts as none.
      expect(await steps(run.id)).toEqual([['both', 'succeeded', 1]]);
      expect(calls).toBe(2);
    },
  );

  it('finish the write that was journalled before the freeze, and begin no other', async () => {
    await start();
    engine.hooks.afterIntent = async () => {
      await freeze();
    };
    const run = await engine.start({
      steps: [
        paintHouse,
        { id: 'tree', action: 'memory:set', input: { name: 'tree', value: 1 } },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await isHeld(run.id);
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    expect(one.objects.has('tree')).toBe(false);
    expect(await steps(run.id)).toEqual([
      ['paint', 'succeeded', 1],
      ['tree', 'pending', 0],
    ]);
  });

  it('hold what a crashed worker left, and show it as waiting', async () => {
    await start();
    let frozen: Freeze | undefined;
    engine.hooks.afterIntent = async () => {
      frozen ??= await freeze();
      // As if the process died: its lease ends, another takes over.
      await engine.store
        .db('run_targets')
        .update({ lease_until: '1970-01-01T00:00:00.000Z' });
      await new Promise(() => undefined);
    };
    const run = await paint();
    await engine.approve(run.id);
    await isHeld(run.id);
    expect(await steps(run.id)).toEqual([['paint', 'waiting', 1]]);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    engine.hooks.afterIntent = undefined;
    await lift(frozen!);
    await engine.reaches(run.id, 'succeeded');
  });

  it('hold an environment or a cluster, and nothing else', async () => {
    await start();
    await freeze({ scope: 'environment', name: 'elsewhere' });
    await freeze({ scope: 'cluster', name: 'two' });
    const free = await paint();
    await engine.approve(free.id);
    await engine.reaches(free.id, 'succeeded');
    one.objects.set('house', { data: 'red' });
    const own = await freeze({ scope: 'environment', name: 'test' });
    const run = await paint();
    await engine.approve(run.id);
    await isHeld(run.id);
    const cluster = await freeze({ scope: 'cluster', name: 'one' });
    await lift(own);
    await engine.until(
      async () => (await target(run.id)).held?.freezeId === cluster.id,
    );
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await lift(cluster);
    await engine.reaches(run.id, 'succeeded');
  });

  it('end by themselves when the time of the freeze has come', async () => {
    await start();
    const now = await engine.store.now();
    const until = new Date(now.getTime() + 2_000).toISOString();
    const frozen = await freeze({ until });
    const run = await paint();
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(await types(run.id)).toContain('target.held');
    expect(await readFreezes({ tx: engine.store.db })).toEqual([frozen]);
    expect((await target(run.id)).finishedAt! > until).toBe(true);
  });

  it('never hold an undo; but the undo of that, which changes again', async () => {
    await start();
    const run = await paint();
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const frozen = await freeze();
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    const again = await engine.undo(undo);
    await engine.approve(again.id);
    await isHeld(again.id);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await lift(frozen);
    await engine.reaches(again.id, 'succeeded');
    const back = await freeze();
    const third = await engine.undo(again);
    await engine.approve(third.id);
    await engine.reaches(third.id, 'succeeded');
    await lift(back);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
  });

  it('hold nothing that is paused, resumed or cancelled meanwhile from being so', async () => {
    await start();
    await freeze();
    const run = await paint();
    await engine.approve(run.id);
    await isHeld(run.id);
    const { store } = engine;
    await store.changeRun(run.id, change =>
      requestPause({ change, pause: true, by: JANE }),
    );
    await engine.reaches(run.id, 'paused');
    await store.changeRun(run.id, change =>
      requestPause({ change, pause: false, by: JANE }),
    );
    await engine.reaches(run.id, 'running');
    await isHeld(run.id);
    await store.changeRun(run.id, change =>
      requestCancel({ change, by: JANE }),
    );
    await engine.reaches(run.id, 'cancelled');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
  });

  it('outlive every worker: another one finds the freeze and what it holds', async () => {
    await start();
    const frozen = await freeze();
    const run = await paint();
    await engine.approve(run.id);
    await isHeld(run.id);
    await engine.halt();
    await engine.worker();
    const other = await paint();
    await engine.approve(other.id);
    await isHeld(other.id);
    await lift(frozen);
    await engine.reaches(run.id, 'succeeded');
  });

  it('lose no lifting that comes while a worker is about to say that it waits', async () => {
    await start();
    const frozen = await freeze();
    const run = await paint();
    let lifted = false;
    const { store } = engine;
    const readNow = store.now.bind(store);
    // Only this asks with a database: between reading the freezes and the commit
    // of what holds the target.
    jest.spyOn(store, 'now').mockImplementation(async tx => {
      const now = await readNow(tx);
      if (!lifted && tx) {
        lifted = true;
        await lift(frozen);
      }
      return now;
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(await types(run.id)).toContain('target.held');
  });

  describe('by change windows', () => {
    let closed: boolean;

    beforeEach(() => {
      closed = true;
      rules = {
        ...defaultRules,
        windows: [
          {
            name: 'Nights',
            timeZone: 'Etc/UTC',
            allow: [],
            get deny() {
              const to = Date.now() + 86_400_000;
              return closed ? [{ kind: 'once' as const, from: 0, to }] : [];
            },
            appliesTo: ({ name }) => name === 'one',
          },
        ],
      };
    });

    it('hold a run outside of them, told with when they open, and let it go on then', async () => {
      const [worker] = await start();
      const run = await paint();
      await engine.approve(run.id);
      await isHeld(run.id);
      await engine.until(() => worker.busy === 0);
      expect((await target(run.id)).held).toMatchObject({
        kind: 'window',
        name: 'Nights',
        message: expect.stringMatching(
          /^Outside the change window 'Nights'; it opens \w{3} \d+ /,
        ),
        until: expect.any(String),
      });
      closed = false;
      await engine.store
        .db('run_targets')
        .update({ wake_at: '1970-01-01T00:00:00.000Z' });
      await engine.reaches(run.id, 'succeeded');
    });

    it('hold the next write when they close in the middle of a step', async () => {
      await start();
      closed = false;
      between = async () => {
        closed = true;
      };
      const run = await engine.start({
        steps: [{ id: 'both', action: 'two:write', input: {} }],
        verify: bothAreBlue,
      });
      await engine.approve(run.id);
      await isHeld(run.id);
      expect([...one.objects.keys()]).toEqual(['house', 'first']);
    });

    it('let an undo pass, and a run by the word of a person, but not a frozen one', async () => {
      await start();
      const run = await paint();
      await engine.approve(run.id);
      await isHeld(run.id);
      const frozen = await freeze();
      const { store } = engine;
      await store.changeRun(run.id, change =>
        passWindows({ store, change, by: JANE, reason: 'Outage 12' }),
      );
      await engine.until(
        async () => (await target(run.id)).held?.kind === 'freeze',
      );
      await lift(frozen);
      await engine.reaches(run.id, 'succeeded');
      expect(
        (await readRun({ tx: store.db, runId: run.id }))!.windowPass,
      ).toEqual({ by: JANE, reason: 'Outage 12', at: expect.any(String) });
      const events = await readEvents({ tx: store.db, runId: run.id });
      expect(events).toContainEqual(
        expect.objectContaining({
          type: 'run.windowsPassed',
          by: JANE,
          message: 'Outage 12',
        }),
      );
      const undo = await engine.undo(run);
      await engine.approve(undo.id);
      await engine.reaches(undo.id, 'succeeded');
    });

    it('are passed only where they hold something, and once', async () => {
      await start();
      closed = false;
      const run = await paint();
      await engine.asks(run.id);
      const { store } = engine;
      const pass = () =>
        store.changeRun(run.id, change =>
          passWindows({ store, change, by: JANE, reason: 'Outage 12' }),
        );
      await expect(pass()).rejects.toThrow('is not held by a change window');
      closed = true;
      await pass();
      await expect(pass()).rejects.toThrow('already');
      await engine.approve(run.id);
      await engine.reaches(run.id, 'succeeded');
      await expect(pass()).rejects.toThrow('succeeded');
    });
  });
});
