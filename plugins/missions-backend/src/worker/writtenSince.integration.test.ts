import type { ObjectRef } from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  type UndoneRun,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const object: ObjectRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name: 'map-1',
};

describe.each(ids)('what an undo asks about later runs, on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    const one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it('names the later run when it plans and when it runs, and has the key of the step', async () => {
    const keys: string[] = [];
    const answers: [string | undefined, string][] = [];
    const ask = async (ctx: UndoneRun) => {
      answers.push([await ctx.writtenSince(object), ctx.undoneKey]);
    };
    const apply = createMissionAction({
      id: 'memory:journal',
      description: 'Writes one object into the journal',
      examples: [],
      effect: 'write',
      schema: { input: z.object({}).strict(), output: z.object({}) },
      plan: async () => ({
        changes: [{ kind: 'create', object, verb: 'apply' }],
      }),
      async run(ctx): Promise<Record<string, never>> {
        keys.push(ctx.idempotencyKey);
        const verb = 'apply';
        const seq = await ctx.journal.intend({ verb, object, prior: null });
        await ctx.journal.complete(seq, { metadata: { uid: 'uid' } });
        ctx.evidence({ asked: 'GET', answered: null, object });
        return {};
      },
      undo: {
        description: 'Asks',
        async plan(ctx) {
          await ask(ctx);
          return { changes: [{ kind: 'delete', object, verb: 'delete' }] };
        },
        async run(ctx) {
          await ask(ctx);
          ctx.evidence({ asked: 'GET', answered: null });
        },
      },
    });
    engine.registry.addActions(apply);
    const spec = {
      steps: [{ id: 'write', action: 'memory:journal', input: {} }],
      verify: [
        { id: 'is-empty', check: 'memory:equals', input: { name: 'house' } },
      ],
    };
    const ran = async () => {
      const run = await engine.start(spec);
      await engine.approve(run.id);
      return engine.reaches(run.id, 'succeeded');
    };
    const first = await ran();
    const second = await ran();
    for (const run of [first, second]) {
      const undo = await engine.undo(run);
      await engine.approve(undo.id);
      await engine.reaches(undo.id, 'succeeded');
    }
    expect(answers).toEqual([
      [second.id, keys[0]],
      [second.id, keys[0]],
      [undefined, keys[1]],
      [undefined, keys[1]],
    ]);
  });
});
