import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readEvidence, readSteps, requestCancel } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { setClockAhead } from './__testUtils__/setClockAhead';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('a worker on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await engine.stop();
  });

  it('takes a run from its creation over plan and approval to its proof', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [
        { id: 'name', action: 'core:noop', input: { value: 'blue' } },
        {
          id: 'paint',
          action: 'memory:set',
          input: { name: 'house', value: '${{ steps.name.output.value }}' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.reaches(run.id, 'awaiting_approval');
    expect(one.objects.size).toBe(0);
    await engine.approve(run.id);
    const ended = await engine.reaches(run.id, 'succeeded');
    expect(ended.outcome).toBe('one succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    const evidence = await readEvidence({ tx: engine.store.db, runId: run.id });
    expect(
      evidence.map(item => [item.result.phase, item.result.status]),
    ).toEqual([
      ['preflight', 'pass'],
      ['step', 'pass'],
      ['verify', 'pass'],
    ]);
    const steps = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(steps.map(step => step.state)).toEqual(['succeeded', 'succeeded']);
  });

  it('cancels a step that runs', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait' }],
    });
    await engine.until(async () => {
      const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
      return step?.state === 'running';
    });
    await engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: 'user:default/operator' }),
    );
    await engine.reaches(run.id, 'cancelled');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.state).toBe('cancelled');
  });

  it('rests when the end of a cancelled step cannot be kept, and ends it later', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait' }],
    });
    await engine.until(async () => {
      const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
      return step?.state === 'running';
    });
    const refused = jest
      .spyOn(engine.store, 'changeHeld')
      .mockRejectedValue(new Error('The disk is full'));
    await engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: 'user:default/operator' }),
    );
    await engine.until(() => refused.mock.calls.length > 0);
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(refused.mock.calls.length).toBeLessThan(4);
    refused.mockRestore();
    const target = engine.store.db('run_targets').where({ run_id: run.id });
    let wakeAt: string | null = null;
    await engine.until(async () => {
      ({ wake_at: wakeAt } = await target.clone().first());
      return wakeAt !== null;
    });
    expect(new Date(wakeAt!).getTime()).toBeGreaterThan(Date.now());
    await target.update({ wake_at: '2020-01-01T00:00:00.000Z' });
    await engine.reaches(run.id, 'cancelled');
  });

  it('ends approvals whose time is up, although one before them cannot be ended', async () => {
    await engine.worker();
    const paint = {
      steps: [paintHouse],
    };
    const broken = await engine.start(paint);
    await engine.asks(broken.id);
    const other = await engine.start(paint);
    await engine.asks(other.id);
    const keep = engine.store.changeRun.bind(engine.store);
    jest
      .spyOn(engine.store, 'changeRun')
      .mockImplementation(async (runId, fn) => {
        if (runId === broken.id) {
          throw new Error('It does not settle');
        }
        return keep(runId, fn);
      });
    await engine.store
      .db('approvals')
      .update({ expires_at: '2020-01-01T00:00:00.000Z' });
    setClockAhead(5_001);
    await engine.reaches(other.id, 'cancelled');
    expect(await engine.openApprovals(broken.id)).toHaveLength(1);
  });

  it('is out of trouble with the next round of claims that ends', async () => {
    const worker = await engine.worker();
    const begun = performance.now();
    const clock = jest
      .spyOn(performance, 'now')
      .mockReturnValue(begun + 31_000);
    try {
      expect(worker.trouble?.message).toMatch(/ended no round since then/);
      await engine.until(() => worker.trouble === undefined);
    } finally {
      clock.mockRestore();
    }
  });

  it('stops a step whose target another worker holds by now', async () => {
    const worker = await engine.worker({ leaseMs: 800 });
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait' }],
    });
    const { db } = engine.store;
    await engine.until(async () => {
      const [step] = await readSteps({ tx: db, runId: run.id });
      return step?.state === 'running';
    });
    await db('run_targets').update({
      lease_owner: 'another',
      lease_until: '2999-01-01T00:00:00.000Z',
      fence: 99,
    });
    const before = await db('run_events').count();
    await engine.until(() => worker.busy === 0);
    expect(await db('run_targets').first()).toMatchObject({
      state: 'running',
      lease_owner: 'another',
      fence: 99,
    });
    expect(await readSteps({ tx: db, runId: run.id })).toMatchObject([
      { state: 'running' },
    ]);
    expect(await db('run_events').count()).toEqual(before);
  });

  it('begins no write on a target that another replica cancelled', async () => {
    let goOn = () => {};
    const gate = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'house' };
    let begun = false;
    const refused: unknown[] = [];
    engine.registry.addActions(
      createMissionAction({
        id: 'memory:late',
        description: 'Begins to write when it is told to',
        examples: [],
        effect: 'write',
        schema: { input: z.object({}).strict(), output: z.object({}) },
        plan: async () => ({
          changes: [{ object, verb: 'set', kind: 'create' }],
        }),
        async run({ journal }) {
          begun = true;
          await gate;
          await journal
            .intend({ verb: 'set', object, prior: null })
            .catch(error => refused.push(error.code));
          return {};
        },
      }),
    );
    // Its heartbeat does not tell it in time.
    await engine.worker({ leaseMs: 60_000 });
    const run = await engine.start({
      steps: [{ id: 'late', action: 'memory:late' }],
    });
    await engine.approve(run.id);
    await engine.until(() => begun);
    const { db } = engine.store;
    await db('run_targets').update({ state: 'cancelling' });
    goOn();
    await engine.reaches(run.id, 'cancelled');
    expect(refused).toEqual(['STATE_REFUSED']);
    expect(await db('run_journal')).toEqual([]);
  });

  it('begins no write that a guard refuses by now, although its plan was approved', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [paintHouse],
    });
    await engine.asks(run.id);
    one.refusal = 'one is frozen';
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const { db } = engine.store;
    expect(await readSteps({ tx: db, runId: run.id })).toMatchObject([
      {
        state: 'failed',
        error: { code: 'CLUSTER_READ_ONLY', message: 'one is frozen' },
      },
    ]);
    expect(await db('run_journal')).toEqual([]);
    expect(one.objects.size).toBe(0);
  });

  it('hands over a step that ignores the end of its process', async () => {
    let goOn = () => {};
    const deaf = new Promise<void>(resolve => {
      goOn = resolve;
    });
    const fences: number[] = [];
    engine.hooks.afterWrite = async ({ fence }) => {
      fences.push(fence);
      await (fences.length === 1 ? deaf : undefined);
    };
    const first = await engine.worker({ leaseMs: 60_000 });
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.until(() => fences.length === 1);
    await first.stop();
    const { db } = engine.store;
    expect(await db('run_targets').first()).toMatchObject({
      lease_owner: null,
      lease_until: null,
      fence: fences[0] + 1,
      // It waits since now, which the age of the queue shows.
      wake_at: expect.stringMatching(/^20/),
    });
    expect(engine.logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('another replica repeats it'),
      { runId: run.id, target: 'one', mission: 'test/mission', step: 'paint' },
    );
    expect(await db('run_journal').select('state')).toEqual([
      { state: 'intent' },
    ]);
    // The old holder wakes up before anybody took over: nothing counts.
    goOn();
    await engine.until(() => first.busy === 0);
    expect(await db('run_journal').select('state')).toEqual([
      { state: 'intent' },
    ]);
    expect(await readSteps({ tx: db, runId: run.id })).toMatchObject([
      { state: 'running' },
    ]);
    await engine.worker();
    await engine.reaches(run.id, 'succeeded');
    expect(fences[1]).toBeGreaterThan(fences[0] + 1);
    expect(await db('run_journal').select('state')).toEqual([
      { state: 'done' },
    ]);
  });
});
