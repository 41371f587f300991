import {
  type RunRecord,
  type TargetRecord,
  findRivals,
  letGo,
  readEvents,
  readTargets,
  requestCancel,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases();

const blue: TestSpec = { steps: [paintHouse], verify: [houseIsBlue] };
const paint = (name: string, value: string): TestSpec => ({
  steps: [{ ...paintHouse, input: { name, value } }],
  verify: [{ ...houseIsBlue, input: { name, value } }],
});
const green = paint('house', 'green');

/** Something that a test opens once. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(ids)('runs that change the same objects on %s', id => {
  let engine: TestEngine;
  let clusters: MemoryCluster[];

  const begin = async (...names: string[]) => {
    clusters = names.map(name => new MemoryCluster(name));
    clusters.forEach(({ objects }) => objects.set('house', { data: 'red' }));
    engine = await TestEngine.create(await databases.init(id), clusters);
    await engine.worker();
  };
  const targetsOf = (run: RunRecord): Promise<TargetRecord[]> =>
    readTargets({ tx: engine.store.db, runIds: [run.id] });
  const target = async (run: RunRecord) => (await targetsOf(run))[0];
  /** A run that is in the middle of its first write until the gate is opened. */
  const writing = async (spec: TestSpec = blue) => {
    const run = await engine.start(spec);
    await engine.asks(run.id);
    const { opened, open } = gate();
    const reached = gate();
    engine.hooks.afterIntent = async () => {
      reached.open();
      await opened;
    };
    await engine.approve(run.id);
    await reached.opened;
    return { run, open };
  };
  const cancel = (run: RunRecord) =>
    engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: run.initiator }),
    );

  afterEach(async () => {
    engine.hooks.afterIntent = undefined;
    await engine.stop();
  });

  it('lets the later one wait without a worker, and compare its plan again', async () => {
    await begin('one');
    const later = await engine.start(green);
    await engine.asks(later.id);
    const { run, open } = await writing();
    await engine.approve(later.id);
    expect(await target(later)).toMatchObject({
      state: 'running',
      released: false,
      turn: 'waits',
      reason: `Waits, because run ${run.id} changes ConfigMap test/house of this cluster`,
      leaseOwner: undefined,
      wakeAt: undefined,
    });
    expect(engine.hooks.calls).toHaveLength(1);

    open();
    await engine.reaches(run.id, 'succeeded');
    await engine.asks(later.id);
    const [approval] = await engine.openApprovals(later.id);
    expect(approval).toMatchObject({
      kind: 'drift',
      targetId: 'one',
      // Of the whole plan, compared before its first step.
      stepId: undefined,
    });
    expect(clusters[0].objects.get('house')).toEqual({ data: 'blue' });
    await engine.approve(later.id);
    await engine.reaches(later.id, 'succeeded');
    expect(clusters[0].objects.get('house')).toEqual({ data: 'green' });
    expect((await target(later)).turn).toBeUndefined();
    expect(await engine.store.db('run_waits')).toEqual([]);
  });

  it('keeps nobody waiting who changes something else, or the same elsewhere', async () => {
    await begin('one', 'two');
    const on = (index: number) => ({
      targets: [{ cluster: clusters[index].ref }],
    });
    const tree = await engine.start(paint('tree', 'blue'), on(0));
    const elsewhere = await engine.start(green, on(1));
    const first = await engine.start(blue, on(0));
    await Promise.all(
      [tree, elsewhere, first].map(({ id: runId }) => engine.asks(runId)),
    );
    const { opened, open } = gate();
    let held = 0;
    engine.hooks.afterIntent = async () => {
      held += 1;
      await opened;
    };
    await engine.approve(first.id);
    await engine.approve(tree.id);
    await engine.approve(elsewhere.id);
    await engine.until(() => held === 3);
    expect(await engine.store.db('run_waits')).toEqual([]);
    open();
    await engine.reaches(tree.id, 'succeeded');
    await engine.reaches(elsewhere.id, 'succeeded');
    await engine.reaches(first.id, 'succeeded');
  });

  it('ends one that waits when it is cancelled, and lets the next one go then', async () => {
    await begin('one');
    const [second, third] = [
      await engine.start(green),
      await engine.start(paint('house', 'pink')),
    ];
    await engine.asks(second.id);
    await engine.asks(third.id);
    const { run, open } = await writing();
    await engine.approve(second.id);
    await engine.approve(third.id);
    expect((await target(third)).reason).toBe(
      `Waits, because run ${run.id} and 1 more changes ConfigMap test/house of this cluster`,
    );
    await cancel(second);
    await engine.reaches(second.id, 'cancelled');
    expect((await target(third)).turn).toBe('waits');
    open();
    await engine.reaches(run.id, 'succeeded');
    await engine.approve(third.id);
    await engine.reaches(third.id, 'succeeded');
    expect(engine.hooks.calls).toHaveLength(2);
  });

  it('gives all turns of a run at once, so that two never wait for each other', async () => {
    await begin('one', 'two');
    const runs = [
      await engine.start(blue, {
        targets: [{ cluster: clusters[0].ref }, { cluster: clusters[1].ref }],
      }),
      await engine.start(green, {
        targets: [{ cluster: clusters[1].ref }, { cluster: clusters[0].ref }],
      }),
    ];
    await Promise.all(runs.map(run => engine.asks(run.id)));
    const { opened, open } = gate();
    engine.hooks.afterIntent = () => opened;
    // At the same moment, as two replicas would.
    await Promise.all(runs.map(run => engine.approve(run.id)));
    const turns = await Promise.all(
      runs.map(async run => (await targetsOf(run)).map(item => item.turn)),
    );
    expect(turns.map(pair => new Set(pair).size)).toEqual([1, 1]);
    expect(turns.flat().sort()).toEqual(['taken', 'taken', 'waits', 'waits']);
    open();
    const [first, later] = turns[0][0] === 'taken' ? runs : [runs[1], runs[0]];
    await engine.reaches(first.id, 'succeeded');
    await engine.until(
      async () => (await engine.openApprovals(later.id)).length === 2,
    );
    await engine.approve(later.id);
    await engine.reaches(later.id, 'succeeded');
  });

  it('finds who waits for a run whose process died when it had ended', async () => {
    await begin('one');
    const later = await engine.start(green);
    await engine.asks(later.id);
    const { run, open } = await writing();
    await engine.approve(later.id);
    await engine.store.db('run_targets').where({ run_id: run.id }).update({
      state: 'failed',
      turn: null,
    });
    expect((await target(later)).turn).toBe('waits');
    await letGo(engine.store);
    expect(await target(later)).toMatchObject({
      turn: 'taken',
      released: true,
    });
    open();
    await engine.approve(later.id);
    await engine.reaches(later.id, 'succeeded');
  });

  it('blocks an undo, and names the run that goes on there', async () => {
    await begin('one');
    const done = await engine.start(blue);
    await engine.approve(done.id);
    await engine.reaches(done.id, 'succeeded');
    const { run, open } = await writing(green);
    const undo = await engine.undo(done);
    await engine.reaches(undo.id, 'blocked');
    expect((await target(undo)).reason).toContain(
      `Run ${run.id} changes ConfigMap test/house of this cluster`,
    );
    open();
    await engine.reaches(run.id, 'succeeded');
    expect(clusters[0].objects.get('house')).toEqual({ data: 'green' });
    await cancel(undo);
    await engine.reaches(undo.id, 'cancelled');
  });

  it('refuses to start, to plan and to begin where the mission says so', async () => {
    await begin('one');
    const refusing: TestSpec = { ...green, overlap: 'refuse' };
    const first = await engine.start(refusing);
    await engine.asks(first.id);
    await expect(engine.start(refusing)).rejects.toMatchObject({
      code: 'RUN_OVERLAPS',
      message: `Run ${first.id} of this mission has not ended on one`,
    });
    await expect(
      engine.start(refusing, { planOnly: true }),
    ).resolves.toMatchObject({ planOnly: true });

    const { run, open } = await writing();
    await engine.approve(first.id);
    const ended = await engine.reaches(first.id, 'cancelled');
    expect((await target(ended)).reason).toBe(
      `Refused, because run ${run.id} changes ConfigMap test/house of this cluster`,
    );
    const planned = await engine.start(
      refusing,
      await engine.mission('other', refusing),
    );
    await engine.reaches(planned.id, 'blocked');
    expect((await target(planned)).reason).toContain(`Run ${run.id} changes`);
    open();
    await engine.reaches(run.id, 'succeeded');
    await cancel(planned);
    await engine.reaches(planned.id, 'cancelled');
  });

  it('starts one run when two replicas are asked at once to refuse', async () => {
    await begin('one');
    const refusing: TestSpec = { ...green, overlap: 'refuse' };
    const started = await Promise.allSettled(
      Array.from({ length: 4 }, () => engine.start(refusing)),
    );
    expect(started.filter(item => item.status === 'fulfilled')).toHaveLength(1);
    expect(await engine.store.db('runs')).toHaveLength(1);
  });

  it('goes on beside others where the mission allows it, and they wait for it', async () => {
    await begin('one');
    const beside = await engine.start({ ...green, overlap: 'allow' });
    const later = await engine.start(paint('house', 'pink'));
    await engine.asks(beside.id);
    await engine.asks(later.id);
    const { run, open } = await writing();
    await engine.approve(beside.id);
    await engine.until(() => engine.hooks.calls.length === 2);
    await engine.approve(later.id);
    const waits = await engine.store
      .db('run_waits')
      .orderBy('for_run_id')
      .select('run_id', 'for_run_id');
    expect(waits).toEqual(
      [beside.id, run.id]
        .sort()
        .map(forRun => ({ run_id: later.id, for_run_id: forRun })),
    );
    await cancel(later);
    await cancel(beside);
    open();
    await engine.reaches(later.id, 'cancelled');
    await engine.reaches(beside.id, 'cancelled');
    await engine.reaches(run.id, 'succeeded');
  });

  it('does not wait for the run that started it', async () => {
    await begin('one');
    const { run: parent, open } = await writing();
    const child = await engine.start(green, {
      parent: { runId: parent.id, targetId: 'one', stepId: 'paint' },
    });
    await engine.asks(child.id);
    const rivals = await engine.store.changeRun(child.id, async change =>
      findRivals({ change, targets: await change.targets() }),
    );
    expect(rivals?.get('one')).toEqual([]);
    open();
    await engine.reaches(parent.id, 'succeeded');
    await cancel(child);
    await engine.reaches(child.id, 'cancelled');
  });

  it('does not begin to wait for a run that waits for it already', async () => {
    await begin('one', 'two');
    const on = (index: number) => ({
      targets: [{ cluster: clusters[index].ref }],
    });
    const tree = await engine.start(paint('tree', 'blue'), on(0));
    const both = await engine.start({
      steps: ['tree', 'house'].map(name => ({
        ...paintHouse,
        id: name,
        input: { name, value: 'pink' },
      })),
      verify: [{ ...houseIsBlue, input: { name: 'house', value: 'pink' } }],
    });
    await engine.asks(tree.id);
    await engine.asks(both.id);
    const { opened, open } = gate();
    engine.hooks.afterIntent = () => opened;
    await engine.approve(tree.id);
    await engine.approve(both.id);
    const [one, two] = await targetsOf(both);
    expect([one.turn, two.turn]).toEqual(['waits', 'taken']);

    // What it learns later is what the other one holds on its second cluster.
    await engine.store.changeRun(tree.id, async change => {
      await change.setTarget('one', {
        turn: null,
        cluster: 'two',
        cluster_uid: clusters[1].uid,
        touches_json: JSON.stringify([
          {
            object: {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              namespace: 'test',
              name: 'house',
            },
          },
        ]),
      });
      change.coordinate = true;
    });
    expect((await target(tree)).state).toBe('cancelling');
    const events = await readEvents({ tx: engine.store.db, runId: tree.id });
    expect(events.at(-1)?.message).toBe(
      `Not gone on, because run ${both.id} changes ConfigMap test/house of this cluster, and waits for this run in turn`,
    );
    open();
    await engine.reaches(tree.id, 'cancelled');
    await cancel(both);
    await engine.reaches(both.id, 'cancelled');
  });
});
