import {
  type MissionCheck,
  createMissionAction,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readSteps, readTargets, requestCancel } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const pauses = (milliseconds: number) =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

describe.each(ids)('targets that wait for a proof on %s', id => {
  let engine: TestEngine;
  let working: number;
  let most: number;
  let asked: number;
  let together: number;

  /** Lasts at least until so many have once worked at the same time. */
  const work = async () => {
    working += 1;
    most = Math.max(most, working);
    do {
      await pauses(15);
    } while (most < together);
    working -= 1;
  };

  const neverCheck: MissionCheck = createMissionCheck({
    id: 'memory:never',
    description: 'Never settles',
    examples: [],
    schema: { input: z.object({}).strict() },
    async run() {
      asked += 1;
      await work();
      return {
        status: 'fail',
        message: 'Not yet',
        evidence: [],
        progressing: true,
      };
    },
  });

  /** Waits by looking again and again; its step's time limit ends it. */
  const pollAction = createMissionAction({
    id: 'memory:poll',
    description: 'Looks again and again',
    examples: [],
    effect: 'read',
    onlyWhenRunning: true,
    schema: { input: z.object({}).strict(), output: z.object({}) },
    async run({ pause }) {
      for (;;) {
        asked += 1;
        await work();
        await pause!(50);
      }
    },
  });

  const workAction = createMissionAction({
    id: 'memory:work',
    description: 'Works for a moment',
    examples: [],
    effect: 'read',
    onlyWhenRunning: true,
    schema: { input: z.object({}).strict(), output: z.object({}) },
    async run() {
      await work();
      return {};
    },
  });

  beforeEach(async () => {
    [working, most, asked, together] = [0, 0, 0, 1];
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addChecks(neverCheck);
    engine.registry.addActions(pollAction, workAction);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const neverProven = {
    steps: [{ id: 'name', action: 'core:noop' }],
    verify: [{ id: 'never', check: 'memory:never' }],
  };

  async function startMany(
    spec: Parameters<TestEngine['start']>[0],
    many = 12,
  ) {
    const runs = [];
    for (let count = 0; count < many; count += 1) {
      runs.push(await engine.start(spec));
    }
    return runs;
  }

  it.each([
    ['proofs', neverProven],
    [
      'steps that look again and again',
      { steps: [{ id: 'poll', action: 'memory:poll' }] },
    ],
  ])(
    'keep no other run waiting, and no more work at once than may: %s',
    async (_what, spec) => {
      together = 2;
      const worker = await engine.worker({ concurrency: 2 });
      await startMany(spec);
      await engine.until(() => worker.busy === 12 && asked > 24);
      const other = await engine.start({
        steps: [
          { id: 'first', action: 'memory:work' },
          { id: 'second', action: 'memory:work' },
        ],
        verify: [{ id: 'is', check: 'memory:equals', input: { name: 'no' } }],
      });
      await engine.reaches(other.id, 'succeeded');
      expect(worker.busy).toBeGreaterThanOrEqual(12);
      expect(most).toBe(2);
    },
  );

  it('are held up to fifty for each place', async () => {
    const worker = await engine.worker({ concurrency: 1 });
    await startMany(neverProven, 52);
    await engine.until(() => worker.busy === 50);
    await pauses(300);
    expect(worker.busy).toBe(50);
  });

  it('are cancelled and given back at once', async () => {
    const worker = await engine.worker({ concurrency: 2 });
    const runs = await startMany(neverProven);
    await engine.until(() => asked > 12 && working === 0);
    for (const run of runs.slice(0, 6)) {
      await engine.store.changeRun(run.id, change =>
        requestCancel({ change, by: 'user:default/operator' }),
      );
      await engine.reaches(run.id, 'cancelled');
    }
    await worker.stop();
    expect(worker.busy).toBe(0);
    const left = await engine.store.db('run_targets').whereNotNull('wake_at');
    // From who does not end by itself, the lease is taken with another fence.
    expect(left).toEqual(
      Array(6).fill(expect.objectContaining({ lease_owner: null, fence: 1 })),
    );
  });

  it('commit nothing when another worker holds them by now', async () => {
    const worker = await engine.worker({ concurrency: 2, leaseMs: 800 });
    const run = await engine.start(neverProven);
    await engine.until(() => asked > 1);
    const { db } = engine.store;
    await db('run_targets').update({
      lease_owner: 'another',
      lease_until: '2999-01-01T00:00:00.000Z',
      fence: 99,
    });
    const before = await db('run_events').count();
    await engine.until(() => worker.busy === 0);
    expect(await readTargets({ tx: db, runIds: [run.id] })).toMatchObject([
      { state: 'verifying' },
    ]);
    expect(await db('run_events').count()).toEqual(before);
    expect(await db('run_targets').first()).toMatchObject({
      lease_owner: 'another',
      fence: 99,
    });
  });

  it('go on to their next step only with a place, after a time limit too', async () => {
    together = 2;
    await engine.worker({ concurrency: 2 });
    const runs = await startMany({
      steps: [
        { id: 'poll', action: 'memory:poll', timeout: '1s' },
        { id: 'next', action: 'memory:work', needs: [] },
      ],
    });
    for (const run of runs) {
      await engine.reaches(run.id, 'needs_decision');
      const steps = await readSteps({ tx: engine.store.db, runId: run.id });
      expect(steps.map(({ state }) => state)).toEqual(['failed', 'succeeded']);
    }
    expect(most).toBe(2);
  });

  it('end with the time limit of their step, and free the worker', async () => {
    const worker = await engine.worker({ concurrency: 1 });
    const run = await engine.start({
      steps: [{ id: 'poll', action: 'memory:poll', timeout: '1s' }],
    });
    await engine.reaches(run.id, 'needs_decision');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.error?.code).toBe('STEP_TIMEOUT');
    await engine.until(() => worker.busy === 0);
  });
});
