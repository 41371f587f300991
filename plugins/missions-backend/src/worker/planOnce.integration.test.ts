import type { ObjectRef } from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  type PlanContext,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('once of a plan on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    const clusters = ['one', 'two'].map(name => new MemoryCluster(name));
    engine = await TestEngine.create(await databases.init(id), clusters);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it('is shared by the steps and entries of a target, and by no other target or plan', async () => {
    const made: string[] = [];
    const askedBy: string[] = [];
    const changesOf = (
      what: string,
      { once, stepId, target }: PlanContext<unknown>,
      kind: 'create' | 'delete',
    ) => {
      askedBy.push(`${what} ${target.id}`);
      once('memory:seen', () => made.push(`${what} ${target.id}`));
      const object: ObjectRef = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'test',
        name: stepId.replace(/\W/g, '-'),
      };
      return { changes: [{ kind, object, verb: kind }] };
    };
    engine.registry.addActions(
      createMissionAction({
        id: 'memory:once',
        description: 'Asks once',
        examples: [],
        effect: 'write',
        schema: { input: z.object({}), output: z.object({}) },
        plan: async ctx => changesOf('plan', ctx, 'create'),
        async run(ctx): Promise<Record<string, never>> {
          const [{ object }] = ctx.approved;
          const seq = await ctx.journal.intend({
            verb: 'create',
            object,
            prior: null,
          });
          await ctx.journal.complete(seq, {
            metadata: { uid: `uid-${ctx.stepId}` },
          });
          ctx.evidence({ asked: 'GET', answered: object, object });
          return {};
        },
        undo: {
          description: 'Asks once',
          plan: async ctx => changesOf('undo', ctx, 'delete'),
          async run(ctx) {
            ctx.evidence({ asked: 'GET', answered: null });
          },
        },
      }),
    );
    await engine.runAndUndo([
      { id: 'first', action: 'memory:once', input: {} },
      {
        id: 'each',
        action: 'memory:once',
        input: {},
        each: '${{ ["a", "b"] }}',
      },
    ]);
    expect([...made].sort()).toEqual([
      'plan one',
      'plan two',
      'undo one',
      'undo two',
    ]);
    expect(askedBy).toHaveLength(12);
  });
});
