import {
  createMissionAction,
  createMissionCheck,
  Inconclusive,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const object = { apiVersion: 'v1', kind: 'Pod', name: 'web-1' };
const details = {
  events: [{ reason: 'BackOff', message: 'Back-off restarting' }],
  previousLog: ['fatal: no such file'],
};
const nothing = z.object({}).strict();

const lostAction = createMissionAction({
  id: 'memory:lost',
  description: 'Does not know how it ended',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: nothing, output: nothing },
  async run(): Promise<Record<string, never>> {
    throw new Inconclusive('Not settled', [], { object, details });
  },
});

const brokenCheck = createMissionCheck({
  id: 'memory:broken',
  description: 'Finds a culprit',
  examples: [],
  schema: { input: z.object({ status: z.enum(['fail', 'unknown']) }) },
  run: async ({ input: { status } }) => ({
    status,
    message: 'It does not work',
    evidence: [],
    culprit: { object, details },
  }),
});

describe.each(ids)('the culprit of a step on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    engine.registry.addActions(lostAction);
    engine.registry.addChecks(brokenCheck);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it.each([
    ['an inconclusive action', 'inconclusive', { action: 'memory:lost' }],
    ['a check that fails', 'needs_decision', { status: 'fail' }],
    ['a check without an answer', 'inconclusive', { status: 'unknown' }],
  ] as const)('is kept in the error of %s', async (_title, state, how) => {
    const run = await engine.start({
      steps: [
        'action' in how
          ? { id: 'wait', action: how.action }
          : {
              id: 'wait',
              action: 'memory:set',
              input: { name: 'house', value: 'blue' },
              verify: [{ id: 'works', check: 'memory:broken', input: how }],
            },
      ],
      verify: [
        { id: 'proof', check: 'memory:equals', input: { name: 'house' } },
      ],
    });
    if (!('action' in how)) {
      await engine.approve(run.id);
    }
    await engine.reaches(run.id, state);
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.error).toMatchObject({ object, culprit: details });
  });
});
