import {
  createMissionAction,
  Inconclusive,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const house = {
  id: 'is-blue',
  check: 'memory:equals',
  input: { name: 'house' },
};

/** Tells its time limit, and that it does not know how it ended. */
const lostAction = createMissionAction({
  id: 'memory:lost',
  description: 'Does not know how it ended',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: z.object({}).strict(), output: z.object({}) },
  async run({ timeLimit }): Promise<Record<string, never>> {
    const { withoutProgressMs, inAllMs } = timeLimit;
    throw new Inconclusive(
      `Not settled within ${withoutProgressMs} of ${inAllMs} ms`,
      [],
      {
        code: 'STEP_TIMEOUT',
        remedy: 'Look at the house.',
        object: { apiVersion: 'v1', kind: 'House', name: 'house' },
      },
    );
  },
});

describe.each(ids)('the time limit of a step on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addActions(lostAction);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const stepOf = async (runId: string) =>
    (await readSteps({ tx: engine.store.db, runId }))[0];

  it('reaches the action, whose words about its end are kept', async () => {
    const run = await engine.start({
      steps: [
        {
          id: 'wait',
          action: 'memory:lost',
          timeout: { base: '3m', extendWhileProgressing: '10m' },
        },
      ],
      verify: [house],
    });
    await engine.reaches(run.id, 'inconclusive');
    expect(await stepOf(run.id)).toMatchObject({
      state: 'inconclusive',
      error: {
        code: 'STEP_TIMEOUT',
        message: 'Not settled within 180000 of 600000 ms',
        remedy: 'Look at the house.',
        object: { kind: 'House', name: 'house' },
      },
    });
  });

  it('ends an action that waits for ever, and says that it told no progress', async () => {
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait', timeout: '1s' }],
      verify: [house],
    });
    await engine.reaches(run.id, 'needs_decision');
    expect(await stepOf(run.id)).toMatchObject({
      state: 'failed',
      error: {
        code: 'STEP_TIMEOUT',
        message: expect.stringContaining('it told no progress'),
      },
    });
  });
});
