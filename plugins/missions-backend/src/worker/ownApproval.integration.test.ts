import { readSteps, readTargets, recheckTarget } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const paint: TestSpec = {
  steps: [paintHouse],
  verify: [houseIsBlue],
};

describe.each(ids)('an approval of one target on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let two: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    two = new MemoryCluster('two');
    engine = await TestEngine.create(await databases.init(id), [one, two]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const states = async (runId: string) =>
    Object.fromEntries(
      (await readTargets({ tx: engine.store.db, runIds: [runId] })).map(
        ({ targetId, state }) => [targetId, state],
      ),
    );
  const driftsOf = async (runId: string) =>
    new Map(
      (await engine.openApprovals(runId))
        .filter(({ kind }) => kind === 'drift')
        .map(approval => [approval.targetId, approval]),
    );

  /** Both targets wait because their objects changed after the approval. */
  async function bothDrift(): Promise<{ runId: string }> {
    await engine.worker();
    const run = await engine.start({ ...paint, failureBudget: 1 });
    await engine.asks(run.id);
    for (const cluster of [one, two]) {
      cluster.objects.set('house', { data: 'red' });
    }
    await engine.approve(run.id);
    await engine.until(async () => (await driftsOf(run.id)).size === 2);
    return { runId: run.id };
  }

  it('lets that target go and no other', async () => {
    const { runId } = await bothDrift();
    const drifts = await driftsOf(runId);
    await engine.decide(drifts.get('one')!, 'approve');
    await engine.until(async () => (await states(runId)).one === 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    expect(await states(runId)).toMatchObject({ two: 'awaiting_approval' });
    // The same request as before: it did not go, only to be stopped by drift again.
    const open = await engine.openApprovals(runId);
    expect(open.map(approval => approval.id)).toEqual([drifts.get('two')!.id]);
    expect(two.objects.get('house')).toEqual({ data: 'red' });
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(two.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('cancels that target and no other when it is rejected', async () => {
    const { runId } = await bothDrift();
    await engine.decide((await driftsOf(runId)).get('one')!, 'reject');
    expect(await states(runId)).toEqual({
      one: 'cancelled',
      two: 'awaiting_approval',
    });
    expect([...(await driftsOf(runId)).keys()]).toEqual(['two']);
    await engine.approve(runId);
    const { outcome } = await engine.reaches(runId, 'cancelled');
    expect(outcome).toContain('two succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect(two.objects.get('house')).toEqual({ data: 'blue' });
    // What it began and what it never came to are over too.
    const steps = await readSteps({ tx: engine.store.db, runId });
    expect(
      steps.map(({ targetId, state, finishedAt }) => [
        targetId,
        state,
        Boolean(finishedAt),
      ]),
    ).toEqual([
      ['one', 'cancelled', true],
      ['two', 'succeeded', true],
    ]);
  });

  it('stays when another target is checked again, which asks for itself again', async () => {
    const { runId } = await bothDrift();
    const old = await driftsOf(runId);
    two.objects.set('house', { data: 'green' });
    await engine.store.changeRun(runId, change =>
      recheckTarget({ change, targetId: 'two', by: 'user:default/operator' }),
    );
    await engine.until(async () => {
      const fresh = (await driftsOf(runId)).get('two');
      return fresh !== undefined && fresh.id !== old.get('two')!.id;
    });
    const drifts = await driftsOf(runId);
    expect(drifts.get('one')!.id).toBe(old.get('one')!.id);
    await engine.decide(drifts.get('two')!, 'reject');
    expect(await states(runId)).toEqual({
      one: 'awaiting_approval',
      two: 'cancelled',
    });
    await engine.approve(runId);
    await engine.until(async () => (await states(runId)).one === 'succeeded');
    expect(two.objects.get('house')).toEqual({ data: 'green' });
  });

  it('is refused after its time, also before anybody swept it', async () => {
    const worker = await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    await worker.stop();
    await engine.store
      .db('approvals')
      .update({ expires_at: '2020-01-01T00:00:00.000Z' });
    const [approval] = await engine.openApprovals(run.id);
    await expect(engine.decide(approval, 'approve')).rejects.toMatchObject({
      code: 'APPROVAL_CLOSED',
      message: expect.stringContaining('expired'),
    });
    expect(await states(run.id)).toEqual({
      one: 'awaiting_approval',
      two: 'awaiting_approval',
    });
    expect(await engine.store.db('approval_decisions')).toEqual([]);
  });
});
