import { decideTarget, readSteps, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

type Retry = NonNullable<TestSpec['steps']>[number]['retry'];

const failing = (retry: Retry): TestSpec => ({
  steps: [
    { id: 'try', action: 'memory:fail', input: { retryable: true }, retry },
  ],
  verify: [{ ...houseIsBlue, input: { name: 'house' } }],
});

describe.each(ids)('attempts of a step on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const stepOf = async (runId: string) =>
    (await readSteps({ tx: engine.store.db, runId }))[0];
  const tryNow = (runId: string, by: string, stepId = 'try') =>
    engine.store.changeRun(runId, change =>
      decideTarget({ change, targetId: 'one', stepId, decision: 'retry', by }),
    );

  it('wait for their time without a worker, and go on at once for one of two who ask', async () => {
    engine.failing.left = 1;
    const worker = await engine.worker();
    const run = await engine.start(failing({ attempts: 3, backoff: '1h' }));
    await engine.until(
      async () => (await stepOf(run.id))?.state === 'retrying',
    );
    const step = await stepOf(run.id);
    // A wake-up during the lease has it looked at once more before.
    await engine.until(async () => {
      const [target] = await readTargets({
        tx: engine.store.db,
        runIds: [run.id],
      });
      return target.wakeAt === step.wakeAt && worker.busy === 0;
    });
    const wait = Date.parse(step.wakeAt!) - Date.now();
    expect(wait).toBeGreaterThan(25 * 60_000);
    expect(wait).toBeLessThanOrEqual(3_600_000);

    await expect(tryNow(run.id, 'user:default/a', 'other')).rejects.toThrow(
      'no step of it waits to be tried again',
    );
    const asked = await Promise.allSettled([
      tryNow(run.id, 'user:default/a'),
      tryNow(run.id, 'user:default/b'),
    ]);
    expect(asked.map(item => item.status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    await engine.reaches(run.id, 'succeeded');
    expect((await stepOf(run.id)).attempt).toBe(2);
  });

  it('are not made again after what the step excludes', async () => {
    engine.failing.left = 1;
    await engine.worker();
    const run = await engine.start(
      failing({ attempts: 3, backoff: '1ms', never: ['CLUSTER_THROTTLED'] }),
    );
    await engine.reaches(run.id, 'needs_decision');
    expect(await stepOf(run.id)).toMatchObject({ state: 'failed', attempt: 1 });
  });

  it('are taken over by another worker at the time that was said', async () => {
    engine.failing.left = 1;
    const run = await engine.start(failing({ attempts: 3, backoff: '1h' }));
    await engine.worker();
    await engine.until(
      async () => (await stepOf(run.id))?.state === 'retrying',
    );
    const { wakeAt } = await stepOf(run.id);
    await engine.halt();
    await engine.worker();
    expect((await stepOf(run.id)).wakeAt).toBe(wakeAt);
    // Its time has come, by the clock of the database.
    const past = '2020-01-01T00:00:00.000Z';
    await engine.store.db('run_steps').update({ wake_at: past });
    await engine.store.db('run_targets').update({ wake_at: past });
    await engine.reaches(run.id, 'succeeded');
  });
});
