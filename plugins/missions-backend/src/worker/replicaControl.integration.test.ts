import {
  createMissionAction,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { decideTarget, readEvents, readSteps, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { TestDatabaseId } from '../store/__testUtils__/TestDatabases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster, memoryOf } from './__testUtils__/MemoryCluster';
import type { TestSpec } from './__testUtils__/TestEngine';
import { gate, TwoReplicas } from './__testUtils__/TwoReplicas';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases({ both: true });
const plantTree = {
  id: 'plant',
  action: 'memory:set',
  input: { name: 'tree', value: 'oak' },
};
const noInput = { input: z.object({}).strict(), output: z.object({}) };

describe.each(ids)('control over two replicas on %s', id => {
  let replicas: TwoReplicas;
  let clusters: MemoryCluster[];

  beforeEach(async () => {
    clusters = ['a', 'b', 'c'].map(name => new MemoryCluster(name));
    replicas = await TwoReplicas.create(await databases.init(id), clusters);
  });

  afterEach(() => replicas.stop());

  const start = (spec: TestSpec, names = ['a']) =>
    replicas.one.start(spec, {
      targets: clusters
        .filter(({ ref }) => names.includes(ref.name))
        .map(({ ref }) => ({ cluster: ref })),
    });
  /** A run of two steps that stands still at the first replica, after its first write. */
  async function stopAfterWrite() {
    const { one } = replicas;
    const [written, goOn] = [gate(), gate()];
    one.hooks.afterWrite = async () => {
      written.open();
      await goOn.passed;
    };
    await replicas.works(one);
    const run = await start({
      steps: [paintHouse, plantTree],
      verify: [houseIsBlue],
    });
    await one.approve(run.id);
    await written.passed;
    return { run, goOn };
  }
  const stepsOf = (runId: string) =>
    readSteps({ tx: replicas.one.store.db, runId });
  const typesOf = async (runId: string) =>
    (await readEvents({ tx: replicas.one.store.db, runId })).map(
      ({ type }) => type,
    );
  const statesOf = async (runId: string) =>
    (await readTargets({ tx: replicas.one.store.db, runIds: [runId] }))
      .map(({ targetId, state }) => `${targetId} ${state}`)
      .join(', ');
  const colours = () =>
    clusters.map(({ objects }) => objects.get('house')?.data ?? null);

  describe('a pause that the other replica asks for', () => {
    it('takes hold after the step that goes on, and ends where nobody of before works', async () => {
      const { one, other } = replicas;
      const { run, goOn } = await stopAfterWrite();
      await replicas.pause(other, run.id, true);
      goOn.open();
      await one.reaches(run.id, 'paused');
      expect((await stepsOf(run.id)).map(({ state }) => state)).toEqual([
        'succeeded',
        'pending',
      ]);
      await one.halt();

      await replicas.works(other);
      await replicas.pause(other, run.id, false);
      await other.reaches(run.id, 'succeeded');
      expect([one.hooks.calls.length, other.hooks.calls.length]).toEqual([
        1, 1,
      ]);
    });

    it('outlasts what a step waits for, which is waited for once', async () => {
      const { one, other } = replicas;
      await replicas.works(one);
      const run = await start({
        steps: [
          { id: 'rest', action: 'core:sleep', input: { duration: '1s' } },
          paintHouse,
        ],
        verify: [houseIsBlue],
      });
      await one.approve(run.id);
      await one.until(
        async () => (await stepsOf(run.id))[0].state === 'waiting',
      );
      await replicas.pause(other, run.id, true);
      await one.reaches(run.id, 'paused');
      const [{ suspension }] = await stepsOf(run.id);
      const { until } = suspension as { until: string };
      await one.until(
        async () => (await one.store.now()).toISOString() > until,
      );
      await one.halt();
      await replicas.works(other);
      expect(await statesOf(run.id)).toBe('a paused');

      await replicas.pause(other, run.id, false);
      await other.reaches(run.id, 'succeeded');
      const [rest] = await stepsOf(run.id);
      expect(rest).toMatchObject({ state: 'succeeded', attempt: 1 });
    });

    it('holds the wave that comes next, and lets it go later', async () => {
      const { one, other } = replicas;
      let asked = '';
      one.registry.addChecks(
        createMissionCheck({
          id: 'test:pausing',
          description: 'Pauses its run while it proves the first wave',
          examples: [],
          schema: { input: z.object({}).strict() },
          async run({ target, run }) {
            if (asked === '') {
              asked = target.id;
              await one.until(async () =>
                (await statesOf(run.id)).startsWith('a verifying'),
              );
              await replicas.pause(other, run.id, true);
            }
            const evidence = [{ asked: 'GET house', answered: 'blue' }];
            return { status: 'pass', message: 'Fine', evidence };
          },
        }),
      );
      await replicas.works(one);
      const run = await start(
        {
          steps: [paintHouse],
          verify: [{ id: 'proof', check: 'test:pausing' }],
          waves: [{ canary: 1, verify: true }, { percent: 100 }],
        },
        ['a', 'b', 'c'],
      );
      await one.approve(run.id);
      await one.reaches(run.id, 'paused');
      expect(await statesOf(run.id)).toBe('a succeeded, b paused, c paused');
      expect(colours()).toEqual(['blue', null, null]);
      await one.halt();

      other.registry.addChecks(one.registry.check('test:pausing')!);
      await replicas.works(other);
      await replicas.pause(other, run.id, false);
      await other.reaches(run.id, 'succeeded');
      expect(colours()).toEqual(['blue', 'blue', 'blue']);
      expect(asked).toBe('a');
    });

    it('outlasts an approval that is given meanwhile, of the run and of one target', async () => {
      const { one, other } = replicas;
      await replicas.works(one);
      const run = await start({ steps: [paintHouse], verify: [houseIsBlue] });
      await one.asks(run.id);
      await replicas.pause(other, run.id, true);
      clusters[0].objects.set('house', { data: 'red' });
      await other.approve(run.id);
      await one.reaches(run.id, 'paused');
      await replicas.pause(other, run.id, false);
      // What it finds changed is asked for anew; that too while it is paused.
      await one.asks(run.id);
      await replicas.pause(one, run.id, true);
      await other.approve(run.id);
      await one.reaches(run.id, 'paused');
      expect(colours()[0]).toBe('red');
      await one.halt();

      await replicas.works(other);
      await replicas.pause(one, run.id, false);
      await other.reaches(run.id, 'succeeded');
      expect(colours()[0]).toBe('blue');
    });
  });

  describe('a cancellation at the other replica', () => {
    it('is not undone by a step that ends well after it, and what that wrote can be taken back', async () => {
      const { one, other } = replicas;
      const { run, goOn } = await stopAfterWrite();
      await replicas.cancel(other, run.id);
      goOn.open();
      await other.reaches(run.id, 'cancelled');
      // Whether the first one hears of it before its end or not: what it wrote is known.
      const journal = await one.store.db('run_journal').pluck('state');
      expect(journal).toEqual(['done']);
      expect((await stepsOf(run.id))[1].state).toBe('cancelled');
      expect(await typesOf(run.id)).not.toContain('target.verifying');
      await one.halt();

      await replicas.works(other);
      const undo = await other.undo(run, [clusters[0]]);
      await one.approve(undo.id);
      await other.reaches(undo.id, 'succeeded');
      expect(clusters[0].objects.size).toBe(0);
    });

    it('holds when the replica that was at the step is gone', async () => {
      const { one, other } = replicas;
      const [begun, never] = [gate(), gate()];
      one.hooks.afterIntent = async () => {
        begun.open();
        await never.passed;
      };
      const lost = await replicas.works(one);
      const run = await start({ steps: [paintHouse], verify: [houseIsBlue] });
      await one.approve(run.id);
      await begun.passed;
      await replicas.forgetHolders();
      await replicas.cancel(other, run.id);
      await replicas.works(other);
      await other.reaches(run.id, 'cancelled');
      const after = await typesOf(run.id);
      never.open();
      await one.until(() => lost.busy === 0);
      expect(await typesOf(run.id)).toEqual(after);
      expect(await statesOf(run.id)).toBe('a cancelled');
    });
  });

  // In one process nobody else needs to be heard.
  (id === TestDatabaseId.Postgres ? describe : describe.skip)(
    'a step whose run is cancelled at the other replica',
    () => {
      it('ends at once, long before a heartbeat', async () => {
        const { one, other } = replicas;
        await replicas.works(one);
        const run = await start({
          steps: [{ id: 'wait', action: 'memory:wait' }],
        });
        await one.until(
          async () => (await stepsOf(run.id))[0]?.state === 'running',
        );
        await replicas.cancel(other, run.id);
        await other.reaches(run.id, 'cancelled');
        expect((await stepsOf(run.id))[0].state).toBe('cancelled');
      });
    },
  );

  describe('a failure that is counted against the budget', () => {
    const waves = [{ canary: 1, verify: true }, { percent: 100 }];

    it('holds the rest after the replica that counted it has ended', async () => {
      const { one, other } = replicas;
      await replicas.works(one);
      const run = await start(
        {
          steps: [paintHouse],
          verify: [
            { ...houseIsBlue, input: { name: 'house', value: 'green' } },
          ],
          waves,
        },
        ['a', 'b', 'c'],
      );
      await one.approve(run.id);
      await one.reaches(run.id, 'needs_decision');
      await one.halt();

      await replicas.works(other);
      await other.store.changeRun(run.id, change =>
        decideTarget({
          change,
          targetId: 'a',
          decision: 'close',
          by: run.initiator,
        }),
      );
      await other.reaches(run.id, 'failed');
      expect(await statesOf(run.id)).toBe('a failed, b cancelled, c cancelled');
      expect(colours()).toEqual(['blue', null, null]);
    });

    it('is not made good by the proof of a replica that lost the target', async () => {
      const { one, other } = replicas;
      const [asked, goOn] = [gate(), gate()];
      const proof = (status: 'pass' | 'fail', meanwhile: () => Promise<void>) =>
        createMissionCheck({
          id: 'test:proof',
          description: 'Says what it is told to',
          examples: [],
          schema: { input: z.object({}).strict() },
          async run() {
            await meanwhile();
            const evidence = [{ asked: 'GET house', answered: status }];
            return { status, message: status, evidence };
          },
        });
      one.registry.addChecks(
        proof('pass', async () => {
          asked.open();
          await goOn.passed;
        }),
      );
      other.registry.addChecks(proof('fail', async () => undefined));
      const lost = await replicas.works(one);
      const run = await start(
        {
          steps: [paintHouse],
          verify: [{ id: 'proof', check: 'test:proof' }],
          waves,
        },
        ['a', 'b', 'c'],
      );
      await one.approve(run.id);
      await asked.passed;
      await replicas.forgetHolders();
      await replicas.works(other);
      await other.reaches(run.id, 'needs_decision');
      goOn.open();
      await one.until(() => lost.busy === 0);
      expect(await statesOf(run.id)).toBe(
        'a needs_decision, b running, c running',
      );
      expect(await typesOf(run.id)).not.toContain('target.succeeded');
      expect(colours()).toEqual(['blue', null, null]);
    });
  });

  it('tries a failed step again on its one cluster, at the other replica', async () => {
    const { one, other } = replicas;
    const broken = createMissionAction({
      id: 'test:once',
      description: 'Fails on a once',
      examples: [],
      effect: 'read',
      onlyWhenRunning: true,
      schema: noInput,
      async run({ cluster }) {
        const { ref, objects } = memoryOf(cluster);
        if (ref.name === 'a' && !objects.has('mended')) {
          throw new Error('It is broken');
        }
        return {};
      },
    });
    one.registry.addActions(broken);
    other.registry.addActions(broken);
    await replicas.works(one);
    const run = await start(
      {
        steps: [paintHouse, { id: 'once', action: 'test:once' }],
        verify: [houseIsBlue],
        failureBudget: 1,
      },
      ['a', 'b'],
    );
    await one.approve(run.id);
    await one.until(
      async () => (await statesOf(run.id)) === 'a needs_decision, b succeeded',
    );
    await one.halt();
    clusters[0].objects.set('mended', { data: true });
    await replicas.works(other);
    await one.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'a',
        stepId: 'once',
        decision: 'retry',
        by: run.initiator,
      }),
    );
    await other.reaches(run.id, 'succeeded');
    // What succeeded before is not done again, on no cluster.
    expect(other.hooks.calls).toEqual([]);
    expect(one.hooks.calls).toHaveLength(2);
  });

  it('goes on at the other replica as soon as one hands over, and repeats nothing that ended', async () => {
    const { one, other } = replicas;
    const looks: string[] = [];
    const look = (name: string) =>
      createMissionAction({
        id: 'test:look',
        description: 'Looks once',
        examples: [],
        effect: 'read',
        onlyWhenRunning: true,
        schema: noInput,
        async run() {
          looks.push(name);
          return {};
        },
      });
    const stay = (forEver: boolean) =>
      createMissionAction({
        id: 'test:stay',
        description: 'Stays until its process ends',
        examples: [],
        effect: 'read',
        onlyWhenRunning: true,
        schema: noInput,
        async run({ signal }) {
          looks.push('stays');
          if (forEver) {
            await new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason));
            });
          }
          return {};
        },
      });
    one.registry.addActions(look('one'), stay(true));
    other.registry.addActions(look('other'), stay(false));
    await replicas.works(one);
    const run = await start({
      steps: [
        { id: 'look', action: 'test:look' },
        { id: 'stay', action: 'test:stay' },
      ],
      verify: [{ ...houseIsBlue, input: { name: 'house' } }],
    });
    await one.until(
      async () =>
        looks.includes('stays') &&
        (await stepsOf(run.id))[1]?.state === 'running',
    );
    // What woke it before would wake it again.
    await one.store.db('run_targets').update({ wake_at: null });
    await one.halt();
    expect((await stepsOf(run.id)).map(({ state }) => state)).toEqual([
      'succeeded',
      'running',
    ]);
    await replicas.works(other);
    await other.reaches(run.id, 'succeeded');
    expect(looks).toEqual(['one', 'stays', 'stays']);
    expect((await stepsOf(run.id)).map(({ attempt }) => attempt)).toEqual([
      1, 1,
    ]);
  });
});
