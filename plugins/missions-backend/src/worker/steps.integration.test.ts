import {
  decideTarget,
  readEvents,
  readEvidence,
  readFindings,
  readLogs,
  readSteps,
  requestPause,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('steps on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const stepsOf = (runId: string) => readSteps({ tx: engine.store.db, runId });

  it('keeps the last progress that a step told before its end', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const [step] = await stepsOf(run.id);
    expect(step.progress).toEqual({ text: 'house is set', done: 1, total: 1 });
  });

  it('does not take a read for done whose own check fails', async () => {
    await engine.worker();
    const read = { id: 'look', action: 'core:noop', input: { value: 1 } };
    const run = await engine.start({
      steps: [{ ...read, verify: [houseIsBlue] }, paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const [look, after] = await stepsOf(run.id);
    expect(look).toMatchObject({
      state: 'failed',
      error: { code: 'CHECK_FAILED' },
    });
    expect(after.state).toBe('pending');
  });

  it('keeps a line of the log that holds the character NUL', async () => {
    await engine.worker();
    const input = { name: 'house', value: 'a\0b' };
    const run = await engine.start({
      steps: [{ ...paintHouse, input }],
      verify: [{ ...houseIsBlue, input }],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const lines = await readLogs({ tx: engine.store.db, runId: run.id });
    expect(lines.map(line => line.text)).toContain('Setting house to a\ufffdb');
  });

  it('hands a step over to another worker when the first one is lost between intent and end', async () => {
    let release = () => {};
    const hung = new Promise<void>(resolve => {
      release = resolve;
    });
    const fences: number[] = [];
    engine.hooks.afterIntent = async ({ fence }) => {
      fences.push(fence);
      if (fences.length === 1) {
        await hung;
      }
    };
    await engine.worker();
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.until(() => fences.length === 1);
    // As if the first process were gone: its lease runs out.
    await engine.store
      .db('run_targets')
      .update({ lease_until: '2020-01-01T00:00:00.000Z' });
    await engine.worker();
    await engine.reaches(run.id, 'succeeded');
    release();
    expect(fences[1]).toBeGreaterThan(fences[0]);
    expect(new Set(engine.hooks.calls).size).toBe(1);
    const [step] = await stepsOf(run.id);
    expect(step).toMatchObject({ state: 'succeeded', attempt: 1 });
    const journal = await engine.store.db('run_journal');
    expect(journal.map(row => row.state)).toEqual(['done']);
    const events = await readEvents({ tx: engine.store.db, runId: run.id });
    expect(
      events.filter(event => event.type === 'step.succeeded'),
    ).toHaveLength(1);
    expect(events.map(event => event.seq)).toEqual(
      events.map((_event, index) => index + 1),
    );
  });

  it('tries again what may pass by itself, and then waits for a decision', async () => {
    engine.failing.left = 2;
    await engine.worker();
    const spec: TestSpec = {
      steps: [
        {
          id: 'try',
          action: 'memory:fail',
          input: { retryable: true },
          retry: { attempts: 2, backoff: '10ms' },
        },
      ],
      verify: [{ ...houseIsBlue, input: { name: 'house' } }],
    };
    const run = await engine.start(spec);
    await engine.reaches(run.id, 'needs_decision');
    const [failed] = await stepsOf(run.id);
    expect(failed).toMatchObject({
      state: 'failed',
      attempt: 2,
      error: { code: 'CLUSTER_THROTTLED' },
    });
    await engine.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'one',
        stepId: 'try',
        decision: 'retry',
        by: run.initiator,
      }),
    );
    await engine.reaches(run.id, 'succeeded');
  });

  it('skips a failed step only with a reason, and never calls it green', async () => {
    engine.failing.left = 1;
    await engine.worker();
    const run = await engine.start({
      steps: [{ id: 'try', action: 'memory:fail' }],
      verify: [{ ...houseIsBlue, input: { name: 'house' } }],
    });
    await engine.reaches(run.id, 'needs_decision');
    const decide = (reason?: string) =>
      engine.store.changeRun(run.id, change =>
        decideTarget({
          change,
          targetId: 'one',
          decision: 'skip',
          by: run.initiator,
          reason,
        }),
      );
    await expect(decide()).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await decide('It does not matter here');
    const ended = await engine.reaches(run.id, 'succeeded');
    expect(ended.outcome).toContain('1 failed step was skipped by a person');
    expect((await stepsOf(run.id))[0].state).toBe('overridden');
    const undo = engine.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'one',
        decision: 'close',
        forUndo: true,
        by: run.initiator,
      }),
    );
    await expect(undo).rejects.toThrow(
      "Target 'one' succeeded, so 'undo' cannot be decided",
    );
  });

  it('does not let a failed proof be skipped', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [paintHouse],
      verify: [{ ...houseIsBlue, input: { name: 'house', value: 'green' } }],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    await expect(
      engine.store.changeRun(run.id, change =>
        decideTarget({
          change,
          targetId: 'one',
          decision: 'skip',
          by: run.initiator,
          reason: 'Looks fine',
        }),
      ),
    ).rejects.toMatchObject({ code: 'STATE_REFUSED' });
  });

  it('is inconclusive without any check of the outcome', async () => {
    await engine.worker();
    const run = await engine.start({ steps: [paintHouse] });
    await engine.approve(run.id);
    const ended = await engine.reaches(run.id, 'inconclusive');
    expect(ended.outcome).toContain('No check proved the outcome');
  });

  it('waits for time and for people without holding a worker', async () => {
    const worker = await engine.worker();
    const run = await engine.start({
      steps: [
        { id: 'rest', action: 'core:sleep', input: { duration: '1s' } },
        {
          id: 'ask',
          action: 'core:approve',
          input: { message: 'Go on?' },
        },
        paintHouse,
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.until(
      async () => (await stepsOf(run.id))[0].state === 'waiting',
    );
    await engine.until(() => worker.busy === 0);
    await engine.until(async () =>
      (await engine.openApprovals(run.id)).some(item => item.kind === 'gate'),
    );
    await engine.until(() => worker.busy === 0);
    expect(one.objects.size).toBe(0);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const { db: tx } = engine.store;
    const [rest] = (await readEvidence({ tx, runId: run.id })).filter(
      ({ stepId }) => stepId === 'rest',
    );
    // Only a sentence would be shown as what a fix found.
    expect(rest.result.evidence).toMatchObject([
      { asked: 'the clock', answered: { past: expect.any(String) } },
    ]);
  });

  it('runs a step once for each entry, under stable ids', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [
        {
          id: 'paint',
          action: 'memory:set',
          each: ['house', 'shed'],
          input: { name: '${{ each.value }}', value: 'blue' },
        },
        {
          id: 'never',
          action: 'memory:set',
          if: 'false',
          input: { name: 'barn', value: 'blue' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(
      (await stepsOf(run.id)).map(step => [step.stepId, step.state]),
    ).toEqual([
      ['paint[house]', 'succeeded'],
      ['paint[shed]', 'succeeded'],
      ['never', 'skipped'],
    ]);
    expect([...one.objects.keys()]).toEqual(['house', 'shed']);
  });

  it('pauses at the next step and goes on', async () => {
    let atWrite = () => {};
    let goOn = () => {};
    const reached = new Promise<void>(resolve => {
      atWrite = resolve;
    });
    const gate = new Promise<void>(resolve => {
      goOn = resolve;
    });
    engine.hooks.afterWrite = async () => {
      atWrite();
      await gate;
    };
    await engine.worker();
    const run = await engine.start({
      steps: [
        paintHouse,
        {
          id: 'plant',
          action: 'memory:set',
          input: { name: 'tree', value: 'oak' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await reached;
    const pause = (on: boolean) =>
      engine.store.changeRun(run.id, change =>
        requestPause({ change, pause: on, by: run.initiator }),
      );
    await pause(true);
    goOn();
    await engine.reaches(run.id, 'paused');
    expect((await stepsOf(run.id)).map(step => step.state)).toEqual([
      'succeeded',
      'pending',
    ]);
    await pause(false);
    await engine.reaches(run.id, 'succeeded');
  });

  it('is paused once approved, when it was paused while it waited for approval', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    const pause = (on: boolean) =>
      engine.store.changeRun(run.id, change =>
        requestPause({ change, pause: on, by: run.initiator }),
      );
    await engine.asks(run.id);
    await pause(true);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'paused');
    expect(one.objects.size).toBe(0);
    await pause(false);
    await engine.reaches(run.id, 'succeeded');
  });

  it('goes on when it was resumed while its worker was about to pause', async () => {
    const { store } = engine;
    let runId = '';
    const pause = (on: boolean) =>
      store.changeRun(runId, change =>
        requestPause({ change, pause: on, by: 'user:default/operator' }),
      );
    const now = store.countedNow.bind(store);
    let reads = 0;
    const clock = jest
      .spyOn(store, 'countedNow')
      .mockImplementation(async () => {
        // It asks for the time to decide, after it read that it shall pause.
        if (reads > 0) {
          reads -= 1;
          await pause(false);
        }
        return now();
      });
    engine.hooks.afterWrite = async () => {
      engine.hooks.afterWrite = undefined;
      await pause(true);
      reads = 1;
    };
    await engine.worker();
    runId = (
      await engine.start({
        steps: [
          paintHouse,
          { id: 'look', action: 'memory:get', input: { name: 'house' } },
        ],
        verify: [houseIsBlue],
      })
    ).id;
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded').finally(() => clock.mockRestore());
    expect(reads).toBe(0);
  });

  it('lets no secret out: log, event, output, plan, evidence, error', async () => {
    const canary = 'c4n4ry-"quoted"-value';
    engine.failing.left = 1;
    await engine.worker();
    const run = await engine.start(
      {
        parameters: {
          properties: { token: { type: 'string', secret: true } },
        },
        steps: [
          {
            id: 'name',
            action: 'core:noop',
            input: { value: '${{ parameters.token }}' },
          },
          {
            id: 'paint',
            action: 'memory:set',
            input: { name: 'house', value: '${{ steps.name.output.value }}' },
          },
          {
            id: 'fail',
            action: 'memory:fail',
            input: { text: '${{ parameters.token }}' },
          },
        ],
        verify: [
          {
            id: 'is-set',
            check: 'memory:equals',
            input: { name: 'house', value: '${{ parameters.token }}' },
          },
        ],
      },
      { secrets: { token: canary } },
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    // The secret did arrive where it belongs.
    expect(one.objects.get('house')).toEqual({ data: canary });
    const lines = await readLogs({ tx: engine.store.db, runId: run.id });
    expect(lines.map(line => line.text)).toContain('Setting house to ***');
    const tables = [
      'runs',
      'run_targets',
      'run_steps',
      'run_checkpoints',
      'run_events',
      'run_logs',
      'run_evidence',
      'run_journal',
      'approvals',
    ];
    expect.assertions(2 + tables.length * 2);
    for (const table of tables) {
      const text = JSON.stringify(await engine.store.db(table));
      expect(text).not.toContain('c4n4ry');
      expect(text).not.toContain(
        Buffer.from(canary).toString('base64').slice(0, 16),
      );
    }
  });

  it('says what an orbit found, and what became of it since', async () => {
    await engine.worker();
    const spec: TestSpec = {
      type: 'orbit',
      checks: [{ ...houseIsBlue, id: 'blue', severity: 'low' }],
    };
    const look = async () => {
      const run = await engine.start(spec);
      const ended = await engine.reaches(run.id, 'succeeded');
      const [finding] = await readFindings({
        tx: engine.store.db,
        runId: run.id,
      });
      return { verdict: ended.verdict, status: finding?.status };
    };
    expect(await look()).toMatchObject({
      status: 'new',
      verdict: { findings: 1, new: 1, worst: 'high', assessed: 1 },
    });
    expect(await look()).toMatchObject({ status: 'persisting' });
    one.objects.set('house', { data: 'blue' });
    expect(await look()).toMatchObject({
      status: 'fixed',
      verdict: { findings: 0, fixed: 1, worst: 'none' },
    });
    one.objects.set('house', { data: 'red' });
    expect(await look()).toMatchObject({ status: 'regressed' });
  });
});
