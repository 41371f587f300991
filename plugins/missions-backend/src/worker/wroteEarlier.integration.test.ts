import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster, memoryOf } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const refOf = (name: string, apiVersion = 'v1') => ({
  apiVersion,
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

describe.each(ids)('wroteEarlier on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it('knows what an earlier step left, and not what a step deleted', async () => {
    const answers: Record<string, boolean> = {};
    const schema = { input: z.object({}).strict(), output: z.object({}) };
    const dropAction = createMissionAction({
      id: 'memory:drop',
      description: 'Deletes the garden',
      examples: [],
      effect: 'write',
      schema,
      plan: async () => ({
        changes: [{ object: refOf('garden'), verb: 'delete', kind: 'delete' }],
      }),
      async run({
        cluster,
        journal,
        evidence,
      }): Promise<Record<string, never>> {
        const object = refOf('garden');
        const prior = memoryOf(cluster).objects.get('garden') ?? null;
        const seq = await journal.intend({
          verb: 'delete',
          object,
          prior,
        });
        await journal.complete(seq, null);
        evidence({ asked: 'GET garden', answered: null, object });
        return {};
      },
    });
    const askAction = createMissionAction({
      id: 'memory:ask',
      description: 'Asks what was written',
      examples: [],
      effect: 'read',
      onlyWhenRunning: true,
      schema,
      async run({ wroteEarlier }): Promise<Record<string, never>> {
        for (const name of ['house', 'garden', 'street']) {
          answers[name] = await wroteEarlier(refOf(name));
        }
        answers.otherGroup = await wroteEarlier(refOf('house', 'x.dev/v1'));
        return {};
      },
    });
    engine.registry.addActions(dropAction, askAction);
    const set = (name: string) => ({
      id: `set-${name}`,
      action: 'memory:set',
      input: { name, value: 'red' },
    });
    const run = await engine.start({
      steps: [
        set('house'),
        set('garden'),
        { id: 'drop', action: 'memory:drop' },
        { id: 'ask', action: 'memory:ask' },
      ],
      verify: [
        {
          id: 'is-red',
          check: 'memory:equals',
          input: { name: 'house', value: 'red' },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(answers).toEqual({
      house: true,
      garden: false,
      street: false,
      otherGroup: false,
    });
  });
});
