import {
  createMissionAction,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readPlans, readSteps, readTarget, recheckTarget } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster, memoryOf } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const SOON_MS = 10_000;
const schema = { input: z.object({}).strict(), output: z.object({}) };

/** The cluster is made anew as soon as somebody looks at it, and answers. */
const lookAction = createMissionAction({
  id: 'memory:look',
  description: 'Looks at a cluster that is made anew',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema,
  async run({ cluster }): Promise<Record<string, never>> {
    memoryOf(cluster).uid = 'another';
    return {};
  },
});

const anewCheck = createMissionCheck({
  id: 'memory:anew',
  description: 'Passes on a cluster that is made anew',
  examples: [],
  schema: { input: z.object({ moving: z.boolean() }).strict() },
  async run({ cluster, input }) {
    memoryOf(cluster).uid = 'another';
    return {
      status: input.moving ? ('fail' as const) : ('pass' as const),
      message: 'Looked',
      evidence: [{ asked: 'GET house', answered: null }],
      progressing: input.moving,
    };
  },
});

describe.each(ids)('a cluster that is made anew during a run on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(lookAction);
    engine.registry.addChecks(anewCheck);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const verify = [
    { id: 'seen', check: 'memory:anew', input: { moving: false } },
  ];
  const stepOf = async (runId: string) =>
    (await readSteps({ tx: engine.store.db, runId }))[0];

  it('ends a step that only waits, within seconds', async () => {
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait', timeout: '5m' }],
      verify,
    });
    await engine.until(async () => (await stepOf(run.id))?.state === 'running');
    const since = Date.now();
    one.uid = 'another';
    await engine.reaches(run.id, 'needs_decision');
    expect(Date.now() - since).toBeLessThan(SOON_MS);
    expect((await stepOf(run.id)).error).toMatchObject({
      code: 'CLUSTER_CHANGED',
      message:
        'The UID of kube-system on one is another, and was uid-one when it was planned',
    });
  });

  it('keeps nothing of what a step read there', async () => {
    const run = await engine.start({
      steps: [{ id: 'look', action: 'memory:look' }],
      verify,
    });
    await engine.reaches(run.id, 'needs_decision');
    expect(await stepOf(run.id)).toMatchObject({
      state: 'failed',
      error: { code: 'CLUSTER_CHANGED' },
    });
  });

  it('plans nothing of what another one answered', async () => {
    engine.registry.addActions({
      ...lookAction,
      id: 'memory:look-early',
      onlyWhenRunning: false,
    });
    const run = await engine.start({
      steps: [{ id: 'look', action: 'memory:look-early' }],
      verify,
    });
    await engine.reaches(run.id, 'blocked');
    const { db } = engine.store;
    const target = await readTarget({ tx: db, runId: run.id, targetId: 'one' });
    expect(target?.reason).toBe(
      'cluster-identity: The UID of kube-system on one is another, and was uid-one when it was planned',
    );
    expect(await readPlans({ tx: db, runId: run.id })).toMatchObject([
      { changes: [], reads: [], problems: [{ code: 'CLUSTER_CHANGED' }] },
    ]);
  });

  it('compares no approved plan with what another one answers', async () => {
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.asks(run.id);
    await engine.store
      .db('run_targets')
      .update({ planned_at: '2020-01-01T00:00:00.000Z' });
    one.uid = 'another';
    one.objects.set('house', { data: 'evil' });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'blocked');
    expect(await engine.openApprovals(run.id)).toEqual([]);
    one.uid = 'uid-one';
    one.objects.delete('house');
    await engine.store.changeRun(run.id, change =>
      recheckTarget({ change, targetId: 'one', by: run.initiator }),
    );
    await engine.reaches(run.id, 'succeeded');
  });

  it('writes nothing more as soon as the cluster is another one', async () => {
    engine.hooks.afterWrite = async () => {
      one.uid = 'another';
    };
    const run = await engine.start({
      steps: ['house', 'tree'].map(name => ({
        id: `set-${name}`,
        action: 'memory:set',
        input: { name, value: 'blue' },
      })),
      verify,
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const steps = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(
      steps.map(({ stepId, state, error }) => [stepId, state, error?.code]),
    ).toEqual([
      ['set-house', 'succeeded', undefined],
      ['set-tree', 'failed', 'CLUSTER_CHANGED'],
    ]);
    expect(engine.hooks.calls).toHaveLength(1);
    expect([...one.objects.keys()]).toEqual(['house']);
  });

  it.each([
    ['passes', false],
    ['is still moving', true],
  ])('proves nothing by a check that %s', async (_, moving) => {
    const since = Date.now();
    const run = await engine.start({
      verify: [{ id: 'seen', check: 'memory:anew', input: { moving } }],
    });
    await engine.reaches(run.id, 'inconclusive');
    expect(Date.now() - since).toBeLessThan(SOON_MS);
    expect(
      await readTarget({
        tx: engine.store.db,
        runId: run.id,
        targetId: 'one',
      }),
    ).toMatchObject({ reason: expect.stringContaining('CLUSTER_CHANGED') });
  });
});
