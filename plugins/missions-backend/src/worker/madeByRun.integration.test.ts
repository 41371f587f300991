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

const { ids, databases } = engineDatabases();
const refOf = (name: string, namespace?: string): ObjectRef => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  ...(namespace && { namespace }),
});
const changeOf = (name: string, kind: 'create' | 'delete') => ({
  kind,
  object: refOf(name, 'test'),
  verb: kind,
});

describe.each(ids)('madeByRun on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    const one = new MemoryCluster('one');
    one.objects.set('third', { metadata: { uid: 'uid-third' } });
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it('knows by uid what any step of the undone run created', async () => {
    const answers: Record<string, boolean>[] = [];
    const ask = async (ctx: UndoneRun & { stepId: string }) => {
      if (ctx.stepId === 'second') {
        answers.push({
          otherStep: await ctx.madeByRun(refOf('first'), 'uid-first'),
          ownStep: await ctx.madeByRun(refOf('second', 'a'), 'uid-second'),
          anotherLife: await ctx.madeByRun(refOf('first'), 'uid-second'),
          anotherName: await ctx.madeByRun(refOf('other'), 'uid-first'),
          changed: await ctx.madeByRun(refOf('third'), 'uid-third'),
        });
      }
    };
    const make = createMissionAction({
      id: 'memory:make',
      description: 'Writes one object into the journal',
      examples: [],
      effect: 'write',
      schema: {
        input: z.object({ existed: z.boolean() }).strict(),
        output: z.object({}),
      },
      plan: async ({ stepId }) => ({ changes: [changeOf(stepId, 'create')] }),
      async run(ctx): Promise<Record<string, never>> {
        const { stepId } = ctx;
        const object = refOf(stepId, 'test');
        const live = { metadata: { uid: `uid-${stepId}` } };
        const prior = ctx.input.existed ? live : null;
        const verb = 'make';
        const seq = await ctx.journal.intend({ verb, object, prior });
        await ctx.journal.complete(seq, live);
        ctx.evidence({ asked: `GET ${stepId}`, answered: live, object });
        return {};
      },
      undo: {
        description: 'Asks',
        async plan(ctx) {
          await ask(ctx);
          return { changes: [changeOf(ctx.stepId, 'delete')] };
        },
        async run(ctx) {
          await ask(ctx);
          ctx.evidence({ asked: 'GET', answered: null });
        },
      },
    });
    engine.registry.addActions(make);
    const step = (name: string, existed = false) => ({
      id: name,
      action: 'memory:make',
      input: { existed },
    });
    await engine.runAndUndo([
      step('first'),
      step('second'),
      step('third', true),
    ]);
    const expected = {
      otherStep: true,
      ownStep: true,
      anotherLife: false,
      anotherName: false,
      changed: false,
    };
    expect(answers).toEqual([expected, expected]);
  });
});
