import {
  createMissionAction,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readEvidence, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster, memoryOf } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const house = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name: 'house',
};

/** `memory:silent`: writes, and its undo takes back, and neither tells what it saw. */
const silentAction = createMissionAction({
  id: 'memory:silent',
  description: 'Writes without evidence',
  examples: [],
  effect: 'write',
  schema: { input: z.object({}), output: z.object({}) },
  plan: async () => ({
    changes: [{ object: house, verb: 'set', kind: 'create' }],
  }),
  async run(ctx) {
    const seq = await ctx.journal.intend({
      verb: 'set',
      object: house,
      prior: null,
    });
    memoryOf(ctx.cluster).objects.set('house', { data: 'blue' });
    await ctx.journal.complete(seq, { data: 'blue' });
    return {};
  },
  undo: {
    description: 'Takes it back',
    plan: async () => ({
      changes: [{ object: house, verb: 'delete', kind: 'delete' }],
    }),
    async run(ctx) {
      memoryOf(ctx.cluster).objects.delete('house');
    },
  },
});

/** `memory:hollow`: writes, and what it reads back has nothing in it. */
const hollowAction = createMissionAction({
  id: 'memory:hollow',
  description: 'Writes with empty evidence',
  examples: [],
  effect: 'write',
  schema: { input: z.object({}), output: z.object({}) },
  plan: async () => ({
    changes: [{ object: house, verb: 'set', kind: 'create' }],
  }),
  async run(ctx) {
    const seq = await ctx.journal.intend({
      verb: 'set',
      object: house,
      prior: null,
    });
    memoryOf(ctx.cluster).objects.set('house', { data: 'blue' });
    await ctx.journal.complete(seq, { data: 'blue' });
    ctx.evidence({ asked: 'LIST houses', answered: { items: [] } });
    return {};
  },
  undo: {
    description: 'Takes it back',
    plan: async () => ({ changes: [] }),
    async run() {
      return undefined;
    },
  },
});

/** `memory:read`: reports an answer as evidence. */
const readAction = createMissionAction({
  id: 'memory:read',
  description: 'Reads',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: z.object({ answer: z.any() }), output: z.object({}) },
  async run(ctx) {
    ctx.evidence({ asked: 'LIST houses', answered: ctx.input.answer });
    return {};
  },
});

/** `memory:broken`: cannot look. */
const brokenCheck = createMissionCheck({
  id: 'memory:broken',
  description: 'Throws',
  examples: [],
  schema: { input: z.object({}) },
  run: async () => {
    throw new Error('The lens is broken');
  },
});

describe.each(ids)('success on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(silentAction, hollowAction, readAction);
    engine.registry.addChecks(brokenCheck);
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('takes evidence of every write, whatever the checks say', async () => {
    const run = await engine.start({
      steps: [{ id: 'write', action: 'memory:silent', verify: [houseIsBlue] }],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'inconclusive');
    for (const runId of [run.id, undo.id]) {
      expect(await readSteps({ tx: engine.store.db, runId })).toMatchObject([
        {
          state: 'inconclusive',
          error: { message: expect.stringContaining('reported no evidence') },
        },
      ]);
    }
  });

  it('takes an answer with something in it as evidence of a write', async () => {
    const run = await engine.start({
      steps: [{ id: 'write', action: 'memory:hollow', verify: [houseIsBlue] }],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    const { db: tx } = engine.store;
    expect(await readSteps({ tx, runId: run.id })).toMatchObject([
      {
        state: 'inconclusive',
        error: {
          message:
            "Step 'write' wrote, and its action 'memory:hollow' read back only what is empty: LIST houses",
        },
      },
    ]);
    const evidence = await readEvidence({ tx, runId: run.id });
    expect(
      evidence.find(({ result }) => result.phase === 'step')?.result,
    ).toMatchObject({
      status: 'unknown',
      message: 'LIST houses: the answer is empty',
    });
  });

  it.each([
    [[], 'unknown'],
    [{}, 'unknown'],
    ['', 'unknown'],
    [{ pods: [], more: { none: '' } }, 'unknown'],
    [{ items: 0 }, 'pass'],
    [false, 'pass'],
    [null, 'pass'],
    [['one'], 'pass'],
    ['not found', 'pass'],
  ])('calls what was read, %j, %s', async (answer, status) => {
    const run = await engine.start({
      steps: [
        paintHouse,
        { id: 'look', action: 'memory:read', input: { answer } },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const evidence = await readEvidence({
      tx: engine.store.db,
      runId: run.id,
    });
    expect(
      evidence.find(({ result }) => result.stepId === 'look')?.result.status,
    ).toBe(status);
  });

  it.each(['verify', 'checks'] as const)(
    'takes an answer of every check: one in %s that throws is unknown',
    async part => {
      const broken = { id: 'broken', check: 'memory:broken' };
      const run = await engine.start({
        steps: [paintHouse],
        verify: [houseIsBlue],
        [part]: [houseIsBlue, broken],
      });
      await engine.approve(run.id);
      const { outcome } = await engine.reaches(run.id, 'inconclusive');
      expect(outcome).toMatch(/'?broken'? could not be/);
      const evidence = await readEvidence({
        tx: engine.store.db,
        runId: run.id,
      });
      expect(
        evidence.find(({ result }) => result.id === 'broken')?.result,
      ).toMatchObject({
        status: 'unknown',
        message: 'The lens is broken (STEP_FAILED)',
      });
    },
  );

  it('takes an answer of the checks of a step too', async () => {
    const broken = { id: 'broken', check: 'memory:broken' };
    const run = await engine.start({
      steps: [{ ...paintHouse, verify: [houseIsBlue, broken] }],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.error?.message).toMatch(/^broken could not be answered: /);
  });
});
