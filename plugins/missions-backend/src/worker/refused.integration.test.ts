import { readApprovals, readPlans, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const paint = (id: string, name: string, value = 'blue') => ({
  id,
  action: 'memory:set',
  input: { name, value },
});

describe.each(ids)('a cluster that a guard keeps read-only on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('gets the whole plan, and the refusal of each step', async () => {
    one.refusal = 'one is read-only';
    const run = await engine.start({
      steps: [paint('walls', 'house'), paint('fence', 'garden')],
    });
    await engine.reaches(run.id, 'blocked');
    const { db } = engine.store;
    const [plan] = await readPlans({ tx: db, runId: run.id });
    expect(plan.changes).toMatchObject([
      { stepId: 'walls', kind: 'create', fields: [{ after: 'blue' }] },
      { stepId: 'fence', kind: 'create', fields: [{ after: 'blue' }] },
    ]);
    expect(plan.problems).toMatchObject([
      { stepId: 'walls', code: 'CLUSTER_READ_ONLY' },
      { stepId: 'fence', code: 'CLUSTER_READ_ONLY' },
    ]);
    expect(one.objects.size).toBe(0);
    expect(await db('run_journal')).toEqual([]);
  });

  it('still ends its plan at a step of another owner', async () => {
    one.objects.set('house', { data: 'red', owner: 'argocd' } as any);
    const run = await engine.start({
      steps: [paint('walls', 'house'), paint('fence', 'garden')],
    });
    await engine.reaches(run.id, 'blocked');
    const { db } = engine.store;
    const [plan] = await readPlans({ tx: db, runId: run.id });
    expect(plan.problems).toMatchObject([
      { stepId: 'walls', code: 'PLAN_CONFLICT' },
    ]);
    expect(plan.changes.map(({ stepId }) => stepId)).toEqual(['walls']);
  });

  it('is not asked for what a step only knows later', async () => {
    engine.hooks.afterWrite = async () => {
      one.refusal = 'one is frozen';
    };
    const run = await engine.start({
      steps: [
        paint('mix', 'color'),
        { id: 'look', action: 'memory:get', input: { name: 'color' } },
        paint('walls', 'house', "${{ steps['look'].output.value }}"),
      ],
    });
    await engine.asks(run.id);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const { db } = engine.store;
    const steps = await readSteps({ tx: db, runId: run.id });
    expect(steps.at(-1)).toMatchObject({
      state: 'failed',
      error: { code: 'CLUSTER_READ_ONLY' },
    });
    const approvals = await readApprovals({ tx: db, runIds: [run.id] });
    expect(approvals.map(({ kind }) => kind)).toEqual(['plan']);
    expect([...one.objects.keys()]).toEqual(['color']);
  });
});
