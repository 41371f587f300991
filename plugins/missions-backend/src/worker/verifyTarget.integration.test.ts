import { createMissionCheck } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('the proof of a target on %s', id => {
  let engine: TestEngine;
  let isReady: boolean;

  beforeEach(async () => {
    isReady = false;
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addChecks(
      createMissionCheck({
        id: 'memory:ready',
        description: 'Is ready when it is told to be',
        examples: [],
        schema: { input: z.object({}).strict() },
        run: async () => ({
          status: isReady ? 'pass' : 'fail',
          message: isReady ? 'All are ready' : '0 of 1 is ready',
          evidence: [{ asked: 'GET /ready', answered: isReady }],
          progressing: !isReady,
        }),
      }),
    );
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it('says what it waits for, until it has ended', async () => {
    const run = await engine.start({
      verify: [{ id: 'is-ready', check: 'memory:ready', input: {} }],
    });
    const target = async () =>
      (await readTargets({ tx: engine.store.db, runIds: [run.id] }))[0];
    const deadline = Date.now() + 40_000;
    while (!(await target()).reason && Date.now() < deadline) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(await target()).toMatchObject({
      state: 'verifying',
      reason: 'is-ready: 0 of 1 is ready',
    });
    isReady = true;
    await engine.reaches(run.id, 'succeeded');
    expect((await target()).reason).toBeFalsy();
    const waits = await engine.store
      .db('run_events')
      .where({ run_id: run.id, type: 'target.waiting' });
    expect(waits).toHaveLength(1);
  });
});
