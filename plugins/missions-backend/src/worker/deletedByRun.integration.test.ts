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
const NAMES = ['first', 'changed', 'kept', 'second'];
const refOf = (name: string): ObjectRef => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

describe.each(ids)('deletedByRun on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    const one = new MemoryCluster('one');
    for (const name of NAMES) {
      one.objects.set(name, { metadata: { uid: `uid-${name}` } });
    }
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  it('knows by uid what any step of the undone run deleted, until that is taken back', async () => {
    const answers: [string, Record<string, boolean>][] = [];
    const ask = async (when: string, ctx: UndoneRun) => {
      answers.push([
        when,
        {
          first: await ctx.deletedByRun(refOf('first'), 'uid-first'),
          second: await ctx.deletedByRun(refOf('second'), 'uid-second'),
          kept: await ctx.deletedByRun(refOf('kept'), 'uid-kept'),
          changed: await ctx.deletedByRun(refOf('changed'), 'uid-changed'),
          anotherLife: await ctx.deletedByRun(refOf('first'), 'uid-second'),
          anotherName: await ctx.deletedByRun(refOf('other'), 'uid-first'),
        },
      ]);
    };
    const change = createMissionAction({
      id: 'memory:journal',
      description: 'Writes one object into the journal',
      examples: [],
      effect: 'write',
      schema: {
        input: z.object({ verb: z.enum(['delete', 'change']) }).strict(),
        output: z.object({}),
      },
      plan: async ({ stepId, input: { verb } }) => ({
        changes: [{ kind: verb, object: refOf(stepId), verb }],
      }),
      async run(ctx): Promise<Record<string, never>> {
        const object = refOf(ctx.stepId);
        const prior = { metadata: { uid: `uid-${ctx.stepId}` } };
        const { verb } = ctx.input;
        const seq = await ctx.journal.intend({ verb, object, prior });
        await ctx.journal.complete(seq, verb === 'delete' ? null : prior);
        ctx.evidence({ asked: `GET ${ctx.stepId}`, answered: null, object });
        return {};
      },
      undo: {
        description: 'Asks',
        async plan(ctx) {
          await ask(`plan of ${ctx.stepId}`, ctx);
          const object = refOf(ctx.stepId);
          return { changes: [{ kind: 'create', object, verb: 'create' }] };
        },
        async run(ctx) {
          await ask(`run of ${ctx.stepId}`, ctx);
          ctx.evidence({ asked: 'GET', answered: null });
          return ctx.stepId === 'kept'
            ? { kept: ctx.records.map(({ seq }) => ({ seq, reason: 'lost' })) }
            : undefined;
        },
      },
    });
    engine.registry.addActions(change);
    const step = (name: string, verb: string) => ({
      id: name,
      action: 'memory:journal',
      input: { verb },
    });
    await engine.runAndUndo(
      NAMES.map(name => step(name, name === 'changed' ? 'change' : 'delete')),
    );
    const all = {
      first: true,
      second: true,
      kept: true,
      changed: false,
      anotherLife: false,
      anotherName: false,
    };
    const order = [...NAMES].reverse();
    expect(answers).toEqual([
      ...order.map(name => [`plan of ${name}`, all]),
      ['run of second', all],
      ...order
        .slice(1)
        .map(name => [`run of ${name}`, { ...all, second: false }]),
    ]);
  });
});
