import { MissionError } from '@mission-control/plugin-missions-common';
import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster, memoryOf } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const refOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

/** Makes a street, and a house that cannot be planned before its street. */
const buildAction = createMissionAction({
  id: 'memory:build',
  description: 'Builds a house at a street',
  examples: [],
  effect: 'write',
  schema: {
    input: z.object({ color: z.string() }).strict(),
    output: z.object({}),
  },
  async plan({ cluster, digest, input }) {
    const has = memoryOf(cluster).objects.has('street');
    const made = { verb: 'build', digest: digest(input) };
    return {
      changes: [
        { ...made, object: refOf('street'), kind: has ? 'noop' : 'create' },
        { ...made, object: refOf('house'), kind: has ? 'create' : 'deferred' },
      ],
    };
  },
  async run({ approved, attempt, cluster, evidence, input, journal }) {
    const { objects } = memoryOf(cluster);
    for (const name of ['street', 'house']) {
      if (!objects.has(name)) {
        const object = refOf(name);
        const seq = await journal.intend({
          verb: 'build',
          object,
          prior: null,
        });
        objects.set(name, { data: input.color });
        await journal.complete(seq, { data: input.color });
      }
      if (attempt === 1) {
        throw new MissionError('CLUSTER_THROTTLED', 'Too fast');
      }
    }
    evidence({
      asked: 'What is approved?',
      answered: approved.map(change => change.kind),
    });
    return {};
  },
});

describe.each(ids)('a late step that wrote a part on %s', id => {
  it('goes on with what was approved as deferred, and asks nobody again', async () => {
    const cluster = new MemoryCluster('one');
    const engine = await TestEngine.create(await databases.init(id), [cluster]);
    try {
      engine.registry.addActions(buildAction);
      await engine.worker();
      const run = await engine.start({
        steps: [
          {
            id: 'mix',
            action: 'memory:set',
            input: { name: 'color', value: 'red' },
          },
          { id: 'look', action: 'memory:get', input: { name: 'color' } },
          {
            id: 'build',
            action: 'memory:build',
            input: { color: "${{ steps['look'].output.value }}" },
            retry: { attempts: 2, backoff: '10ms' },
            irreversible: 'It is a test',
          },
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
      await engine.until(async () =>
        (
          await engine.openApprovals(run.id)
        ).some(({ stepId }) => stepId === 'build'),
      );
      await engine.approve(run.id);
      await engine.reaches(run.id, 'succeeded');
      expect(cluster.objects.get('house')).toEqual({ data: 'red' });
    } finally {
      await engine.stop();
    }
  });
});
