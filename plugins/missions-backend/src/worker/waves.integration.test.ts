import {
  createRun,
  decideTarget,
  readEvents,
  readEvidence,
  readTargets,
  recheckTarget,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('waves on %s', id => {
  it('lets the next wave go only after the proof of the canary, within the budget', async () => {
    const clusters = ['a', 'b', 'c'].map(name => new MemoryCluster(name));
    const engine = await TestEngine.create(await databases.init(id), clusters);
    await engine.worker();
    const spec: TestSpec = {
      steps: [paintHouse],
      verify: [houseIsBlue],
      waves: [
        { canary: 1, verify: true },
        { percent: 100, parallel: 1 },
      ],
    };
    const run = await engine.start(spec);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const events = await readEvents({ tx: engine.store.db, runId: run.id });
    const order = events
      .filter(event =>
        ['target.released', 'target.succeeded'].includes(event.type),
      )
      .map(event => `${event.targetId} ${event.type.slice(7)}`);
    expect(order).toEqual([
      'a released',
      'a succeeded',
      'b released',
      'b succeeded',
      'c released',
      'c succeeded',
    ]);

    for (const cluster of clusters) {
      cluster.objects.clear();
    }
    const failing = await engine.start({
      ...spec,
      verify: [{ ...houseIsBlue, input: { name: 'house', value: 'green' } }],
    });
    await engine.approve(failing.id);
    await engine.reaches(failing.id, 'needs_decision');
    await engine.store.changeRun(failing.id, change =>
      decideTarget({
        change,
        targetId: 'a',
        decision: 'close',
        by: failing.initiator,
      }),
    );
    const ended = await engine.reaches(failing.id, 'failed');
    expect(ended.outcome).toBe(
      'a failed: is-blue: house is blue; b and c were cancelled',
    );
    expect(clusters[1].objects.size).toBe(0);
    const evidence = await readEvidence({
      tx: engine.store.db,
      runId: failing.id,
      targetId: 'b',
    });
    expect(evidence.map(item => item.result.phase)).toEqual(['preflight']);
    await engine.until(async () => {
      const targets = await readTargets({
        tx: engine.store.db,
        runIds: [failing.id],
      });
      return targets.every(target => target.leaseOwner === undefined);
    });
    await engine.stop();
  });

  it('compares the plan again before a later wave, and asks or blocks', async () => {
    const clusters = ['a', 'b'].map(name => new MemoryCluster(name));
    const engine = await TestEngine.create(await databases.init(id), clusters);
    engine.hooks.afterWrite = async () => {
      clusters[1].objects.set('house', { data: 'red' });
      engine.hooks.afterWrite = undefined;
    };
    await engine.worker();
    const spec: TestSpec = {
      steps: [paintHouse],
      verify: [houseIsBlue],
      waves: [{ canary: 1, verify: true }, { percent: 100 }],
    };
    const run = await engine.start(spec);
    await engine.approve(run.id);
    const driftOnB = async () =>
      (await engine.openApprovals(run.id)).find(
        item => item.kind === 'drift' && item.targetId === 'b',
      );
    await engine.until(async () => (await driftOnB()) !== undefined);
    expect(await driftOnB()).toMatchObject({
      message:
        'The cluster changed since the plan was approved: ConfigMap test/house has another value of data',
      changes: [{ kind: 'change', drift: 'has another value of data' }],
    });
    expect(clusters[1].objects.get('house')).toEqual({ data: 'red' });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(clusters[1].objects.get('house')).toEqual({ data: 'blue' });

    clusters.forEach(cluster => cluster.objects.clear());
    engine.hooks.afterWrite = async () => {
      clusters[1].refusal = 'b was made read-only';
      engine.hooks.afterWrite = undefined;
    };
    const refused = await engine.start(spec);
    await engine.approve(refused.id);
    await engine.reaches(refused.id, 'blocked');
    expect(clusters[1].objects.size).toBe(0);
    await engine.stop();
  });

  it('keeps the state of what has ended, whatever is written', async () => {
    const cluster = new MemoryCluster('a');
    const engine = await TestEngine.create(await databases.init(id), [cluster]);
    await engine.worker();
    const run = await engine.start({ steps: [paintHouse] }, { planOnly: true });
    await engine.reaches(run.id, 'planned');
    await expect(
      engine.store
        .db('runs')
        .where({ id: run.id })
        .update({ state: 'running' }),
    ).rejects.toThrow('terminal');
    await expect(
      engine.store.db('run_targets').update({ state: 'running' }),
    ).rejects.toThrow('terminal');
    await expect(
      createRun({
        store: engine.store,
        run: {
          ...run,
          targets: [],
          undoOf: run.id,
          undo: { targets: ['a'], overwriteDrift: [] },
        },
      }),
    ).rejects.toMatchObject({ code: 'UNDO_REFUSED' });
    await engine.stop();
  });

  /** The second of three clusters is read-only as soon as the first was written. */
  async function readOnlyAfterCanary(waves: TestSpec['waves']) {
    const clusters = ['a', 'b', 'c'].map(name => new MemoryCluster(name));
    const engine = await TestEngine.create(await databases.init(id), clusters);
    engine.hooks.afterWrite = async () => {
      clusters[1].refusal = 'b was made read-only';
      engine.hooks.afterWrite = undefined;
    };
    await engine.worker();
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
      waves,
    });
    await engine.approve(run.id);
    return { engine, clusters, run };
  }

  it('spends no budget for a cluster that was blocked in its wave and closed', async () => {
    const { engine, clusters, run } = await readOnlyAfterCanary([
      { canary: 1, verify: true },
      { count: 1 },
      { percent: 100 },
    ]);
    const tx = engine.store.db;
    await engine.until(async () => {
      const [, b] = await readTargets({ tx, runIds: [run.id] });
      return b.state === 'blocked';
    });
    const events = await readEvents({ tx, runId: run.id });
    expect(events.filter(({ type }) => type === 'target.released').length).toBe(
      2,
    );
    await engine.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'b',
        decision: 'close',
        by: run.initiator,
      }),
    );
    const ended = await engine.reaches(run.id, 'failed');
    expect(ended.outcome).toMatch(/^b failed: .*; a and c succeeded$/);
    expect(clusters[1].objects.size).toBe(0);
    await engine.stop();
  });

  it('lets a cluster that was blocked in its wave wait for it again', async () => {
    const { engine, clusters, run } = await readOnlyAfterCanary([
      { canary: 1, verify: true },
      { percent: 100, parallel: 1 },
    ]);
    const states = async () =>
      (await readTargets({ tx: engine.store.db, runIds: [run.id] }))
        .map(({ state }) => state)
        .join();
    await engine.until(
      async () => (await states()) === 'succeeded,blocked,succeeded',
    );
    clusters[1].refusal = undefined;
    await engine.store.changeRun(run.id, change =>
      recheckTarget({ change, targetId: 'b', by: run.initiator }),
    );
    const ended = await engine.reaches(run.id, 'succeeded');
    expect(ended.outcome).toBe('All 3 clusters succeeded');
    await engine.stop();
  });
});
