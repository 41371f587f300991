import {
  createMissionAction,
  ReapprovalNeeded,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import type { PlannedChange } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { readSteps, requestCancel } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const changeOf = (
  name: string,
  kind: PlannedChange['kind'],
  verb = 'set',
): Omit<PlannedChange, 'stepId'> => ({
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name },
  kind,
  verb,
});

/** Declares a write and sends it, as a decent action does. */
async function write(ctx: RunContext<any>, name: string, verb = 'set') {
  const { object } = changeOf(name, 'change');
  const path = `/api/v1/namespaces/test/configmaps/${name}`;
  const { body: prior } = await ctx.cluster.request({ path });
  const seq = await ctx.journal.intend({ verb, object, prior });
  const { body } = await ctx.cluster.request({
    method: verb === 'delete' ? 'DELETE' : 'PUT',
    path,
    body: { data: 'blue' },
  });
  await ctx.journal.complete(seq, body);
  ctx.evidence({ asked: `PUT ${name}`, answered: 'blue' });
}

/** `rogue:paint`: shows one plan, and writes as its input says; so does its undo. */
const paintAction = createMissionAction({
  id: 'rogue:paint',
  description: 'Writes another object than its plan shows',
  examples: [],
  effect: 'write',
  schema: {
    input: z
      .object({
        name: z.any(),
        verb: z.string().optional(),
        undoes: z.string().optional(),
        asks: z.boolean().optional(),
      })
      .strict(),
    output: z.object({}),
  },
  plan: async () => ({
    changes: [
      changeOf('house', 'create'),
      changeOf('garden', 'noop'),
      changeOf('tree', 'delete', 'delete'),
    ],
  }),
  async run(ctx) {
    const { name, verb, asks } = ctx.input;
    const isShown = ctx.approved.some(({ object }) => object.name === name);
    if (asks && !isShown) {
      throw new ReapprovalNeeded({
        reason: 'supplementary',
        message: 'It needs a roof',
        changes: [{ stepId: ctx.stepId, ...changeOf(name, 'create') }],
      });
    }
    await write(ctx, name, verb);
    return {};
  },
  undo: {
    description: 'Takes back what it says',
    plan: async () => ({ changes: [changeOf('house', 'change')] }),
    run: async ctx => write(ctx, ctx.input.undoes ?? 'house'),
  },
});

describe.each(ids)('a write that nobody approved, on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    one.objects.set('garden', { data: 'green' });
    one.objects.set('tree', { data: 'green' });
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(paintAction);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const stepOf = async (runId: string) =>
    (await readSteps({ tx: engine.store.db, runId })).at(-1)!;
  const start = (input: Record<string, unknown>) =>
    engine.start({ steps: [{ id: 'paint', action: 'rogue:paint', input }] });
  const fails = (runId: string) =>
    engine.until(async () => (await stepOf(runId))?.state === 'failed');
  const journalOf = (runId: string) =>
    engine.store.db('run_journal').where({ run_id: runId });
  const messageOf = (verb: string, name: string, why: string) =>
    `'${verb}' of ConfigMap test/${name} was not approved: the approved plan of the step ${why}`;

  it.each([
    ['roof', 'set', 'does not show it'],
    ['garden', 'set', 'leaves it as it is'],
    ['house', 'delete', 'does not delete it'],
    ['tree', 'set', 'deletes it'],
  ])(
    'refuses to write %s by %s, and the journal says why',
    async (name, verb, why) => {
      const before = one.fingerprint;
      const run = await start({ name, verb });
      await engine.approve(run.id);
      await fails(run.id);
      const message = messageOf(verb, name, why);
      const code = 'WRITE_NOT_APPROVED';
      expect((await stepOf(run.id)).error).toMatchObject({
        code,
        message,
        remedy: expect.stringContaining('ReapprovalNeeded'),
      });
      expect(one.fingerprint).toBe(before);
      const [entry, ...more] = await journalOf(run.id);
      expect(more).toEqual([]);
      expect(entry).toMatchObject({ verb, state: 'failed' });
      expect(JSON.parse(entry.refusal_json)).toEqual({ code, message });
    },
  );

  it.each([
    ['house', 'set', { data: 'blue' }],
    ['tree', 'delete', undefined],
  ])('writes what the plan shows: %s by %s', async (name, verb, after) => {
    const run = await start({ name, verb });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    expect(await journalOf(run.id)).toMatchObject([{ verb, state: 'done' }]);
    expect(one.objects.get(name)).toEqual(after);
  });

  it('writes what was approved later, and nothing of it before', async () => {
    const run = await start({ name: 'roof', asks: true });
    await engine.approve(run.id);
    await engine.until(async () =>
      (
        await engine.openApprovals(run.id)
      ).some(({ stepId }) => stepId === 'paint'),
    );
    expect(one.objects.has('roof')).toBe(false);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    expect(one.objects.get('roof')).toEqual({ data: 'blue' });
  });

  it('refuses a step that was planned late what its late plan does not show', async () => {
    one.objects.set('color', { data: 'roof' });
    const run = await engine.start({
      steps: [
        {
          id: 'mix',
          action: 'memory:set',
          input: { name: 'door', value: 'red' },
        },
        { id: 'look', action: 'memory:get', input: { name: 'color' } },
        {
          id: 'paint',
          action: 'rogue:paint',
          input: { name: "${{ steps['look'].output.value }}" },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.until(async () =>
      (
        await engine.openApprovals(run.id)
      ).some(({ stepId }) => stepId === 'paint'),
    );
    await engine.approve(run.id);
    await fails(run.id);
    expect((await stepOf(run.id)).error).toMatchObject({
      code: 'WRITE_NOT_APPROVED',
      message: messageOf('set', 'roof', 'does not show it'),
    });
    expect(one.objects.has('roof')).toBe(false);
  });

  it('holds an undo to its own plan', async () => {
    const undoOf = async (undoes: string) => {
      const run = await start({ name: 'house', undoes });
      await engine.approve(run.id);
      await engine.reaches(run.id, 'inconclusive');
      const undo = await engine.undo(run);
      await engine.approve(undo.id);
      return undo;
    };
    const rogue = await undoOf('tree');
    await fails(rogue.id);
    expect((await stepOf(rogue.id)).error).toMatchObject({
      code: 'WRITE_NOT_APPROVED',
      message: messageOf('set', 'tree', 'does not show it'),
    });
    expect(one.objects.get('tree')).toEqual({ data: 'green' });
    // Until somebody decides about it, nothing else goes on with its objects.
    await engine.store.changeRun(rogue.id, change =>
      requestCancel({ change, by: rogue.initiator }),
    );
    await engine.reaches(rogue.id, 'cancelled');
    const decent = await undoOf('house');
    await engine.reaches(decent.id, 'succeeded');
  });
});
