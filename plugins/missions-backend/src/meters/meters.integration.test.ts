import { RecordedMetrics } from '../telemetry/__testUtils__/RecordedMetrics';
import { RecordedSpans } from '../telemetry/__testUtils__/RecordedSpans';
import { Telemetry, withSpan } from '../telemetry';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from '../worker/__testUtils__/MemoryCluster';
import { houseIsBlue, paintHouse } from '../worker/__testUtils__/house';
import { TestEngine } from '../worker/__testUtils__/TestEngine';
import { readSteps } from '../store';
import { readQueue } from '../store/operations/readQueue';
import { EngineGauges } from './EngineGauges';
import { QueueWatch } from './QueueWatch';
import { RunMeter } from './RunMeter';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });

describe.each(ids)('what is measured of the engine on %s', id => {
  let engine: TestEngine;
  let metrics: RecordedMetrics;
  let spans: RecordedSpans;
  let meter: RunMeter;

  beforeEach(async () => {
    spans = RecordedSpans.install();
    metrics = new RecordedMetrics();
    engine = await TestEngine.create(
      await databases.init(id),
      [new MemoryCluster('one')],
      { telemetry: Telemetry.create({ metrics }) },
    );
    meter = RunMeter.create({ store: engine.store });
    meter.start();
  });

  afterEach(async () => {
    await meter.stop();
    await engine.stop();
  });

  const painted = {
    steps: [paintHouse, { id: 'name', action: 'core:noop', input: {} }],
    verify: [houseIsBlue],
  };

  it('counts a run, its approval and its steps, without naming the run', async () => {
    await engine.worker();
    const run = await engine.start(painted);
    await engine.reaches(run.id, 'awaiting_approval');
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    await meter.stop();
    const mission = {
      'missions.mission.type': 'install',
      'missions.trigger': 'api',
      'missions.undo': false,
    };
    expect(metrics.told('missions.runs.started')).toEqual([
      { value: 1, attributes: mission },
    ]);
    expect(metrics.told('missions.runs.ended')).toEqual([
      {
        value: 1,
        attributes: { ...mission, 'missions.run.state': 'succeeded' },
      },
    ]);
    expect(metrics.told('missions.run.duration')).toEqual([
      {
        value: expect.any(Number),
        attributes: {
          'missions.mission.type': 'install',
          'missions.undo': false,
          'missions.run.state': 'succeeded',
        },
      },
    ]);
    expect(metrics.told('missions.approvals.closed')).toEqual([
      {
        value: 1,
        attributes: {
          'missions.approval.kind': 'plan',
          'missions.approval.state': 'approved',
        },
      },
    ]);
    expect(
      metrics
        .told('missions.step.duration')
        .map(({ attributes }) => attributes),
    ).toEqual([
      { 'missions.action': 'memory:set', 'missions.step.state': 'succeeded' },
      { 'missions.action': 'core:noop', 'missions.step.state': 'succeeded' },
    ]);
    expect(metrics.sum('missions.claims')).toBeGreaterThan(0);
    expect(metrics.told('missions.commit.duration').length).toBeGreaterThan(4);
    const everything = [...metrics.created.keys()].map(name =>
      metrics.told(name),
    );
    expect(JSON.stringify(everything)).not.toContain(run.id);
  });

  it('adds the mission only where that is asked for', async () => {
    const other = RunMeter.create({ store: engine.store, missionRef: true });
    await meter.stop();
    other.start();
    const run = await engine.start({ steps: [] });
    await other.stop();
    expect(metrics.told('missions.runs.started')).toMatchObject([
      { attributes: { 'missions.mission.ref': run.missionRef } },
    ]);
  });

  it('counts attempts that are tried again', async () => {
    await engine.worker();
    engine.failing.left = 1;
    const run = await engine.start({
      steps: [
        {
          id: 'fail',
          action: 'memory:fail',
          input: { retryable: true },
          retry: { attempts: 2, backoff: '10ms' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.until(async () => {
      const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
      return step?.state === 'succeeded';
    });
    expect(metrics.sum('missions.step.retries')).toBe(1);
    expect(
      metrics
        .told('missions.step.duration')
        .map(({ attributes }) => attributes['missions.step.state']),
    ).toEqual(['retrying', 'succeeded']);
  });

  it('counts a lease that was lost, and the step that another took over', async () => {
    const slow = await engine.worker({ leaseMs: 800 });
    const run = await engine.start({
      steps: [{ id: 'wait', action: 'memory:wait' }],
    });
    const { db } = engine.store;
    const isRunning = async () => {
      const [step] = await readSteps({ tx: db, runId: run.id });
      return step?.state === 'running';
    };
    await engine.until(isRunning);
    await db('run_targets').update({
      lease_owner: 'another',
      lease_until: '2999-01-01T00:00:00.000Z',
      fence: 99,
    });
    await engine.until(() => slow.busy === 0);
    expect(metrics.sum('missions.leases.lost')).toBe(1);
    expect(metrics.sum('missions.step.takeovers')).toBe(0);
    expect(metrics.told('missions.step.duration')).toEqual([]);
    await db('run_targets').update({ lease_until: '2020-01-01T00:00:00.000Z' });
    await engine.until(() => metrics.sum('missions.step.takeovers') === 1);
    expect(metrics.told('missions.step.takeovers')).toEqual([
      { value: 1, attributes: { 'missions.action': 'memory:wait' } },
    ]);
  });

  it('makes a trace of each target, linked to the request, with its steps', async () => {
    await engine.worker();
    const run = await withSpan({ name: 'POST /runs', facts: {} }, () =>
      engine.start(painted),
    );
    await engine.reaches(run.id, 'awaiting_approval');
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    await engine.stop();
    const [request] = spans.ended.filter(({ name }) => name === 'POST /runs');
    const drives = spans.ended.filter(({ name }) => name === 'missions.target');
    const steps = spans.ended.filter(({ name }) =>
      name.startsWith('missions.step'),
    );
    expect(drives.length).toBeGreaterThan(0);
    for (const drive of drives) {
      expect(drive).toMatchObject({
        root: true,
        links: [{ context: { spanId: request.spanId } }],
        attributes: {
          'missions.run.id': run.id,
          'missions.target': 'one',
          'missions.mission.ref': 'test/mission',
        },
      });
    }
    expect(steps.map(({ name, attributes }) => [name, attributes])).toEqual(
      [
        ['memory:set', 'paint'],
        ['core:noop', 'name'],
      ].map(([action, stepId]) => [
        `missions.step ${action}`,
        {
          'missions.run.id': run.id,
          'missions.target': 'one',
          'missions.mission.ref': 'test/mission',
          'missions.step.id': stepId,
          'missions.action': action,
          'missions.step.state': 'succeeded',
        },
      ]),
    );
    expect(drives.map(({ spanId }) => spanId)).toContain(steps[0].parentId);
    expect(JSON.stringify(spans.ended)).not.toContain('blue');
  });

  it('reads the queue, what waits for people, and orbits that are overdue', async () => {
    const gauges = EngineGauges.create({
      store: engine.store,
      worker: { busy: 3, silentMs: 1500 },
    });
    gauges.start();
    const value = async (name: string) =>
      (await metrics.read(name)).map(item => item.value);
    expect(await value('missions.queue.depth')).toEqual([0]);
    expect(await value('missions.queue.age')).toEqual([0]);
    expect(await value('missions.approvals.open')).toEqual([]);
    const { db } = engine.store;
    const now = await engine.store.now();
    const ago = (seconds: number) =>
      new Date(now.getTime() - seconds * 1000).toISOString();
    const run = await engine.start(painted);
    await db('run_targets').update({ wake_at: ago(100) });
    await db('approvals').insert(
      [300, 200].map((seconds, index) => ({
        id: `a${index}`,
        run_id: run.id,
        kind: 'plan',
        state: 'open',
        hash: 'h',
        policy_json: '{}',
        created_at: ago(seconds),
      })),
    );
    await db('orbits').insert(
      [
        ['late', ago(180), false],
        ['soon', ago(60), false],
        ['paused', ago(180), true],
      ].map(([orbit, due, paused]) => ({
        id: orbit,
        mission_ref: 'test/look',
        title: 'Look',
        schedule_json: '{}',
        targets_json: '[]',
        parameters_json: '{}',
        owner: 'user:default/jane',
        created_at: ago(600),
        next_run_at: due,
        paused,
      })),
    );
    expect(await value('missions.queue.depth')).toEqual([1]);
    const [age] = await value('missions.queue.age');
    expect(Math.round(age / 10)).toBe(10);
    expect(await metrics.read('missions.approvals.open')).toEqual([
      { value: 2, attributes: { 'missions.approval.kind': 'plan' } },
    ]);
    const [oldest] = await value('missions.approvals.age');
    expect(Math.round(oldest / 10)).toBe(30);
    expect(await value('missions.orbits.overdue')).toEqual([1]);
    expect(await value('missions.worker.held')).toEqual([3]);
    expect(await value('missions.worker.lag')).toEqual([1.5]);
    gauges.stop();
    expect(await value('missions.queue.depth')).toEqual([]);
  });

  it('asks about the queue again after an answer that did not come', async () => {
    let away = true;
    const db = {
      raw: async (sql: string) => {
        if (away) {
          throw new Error('away');
        }
        return engine.store.db.raw(sql);
      },
    };
    const { dialect } = engine.store;
    const watch = QueueWatch.create({
      store: { db, dialect, rules: {} } as never,
    });
    await expect(watch.trouble).rejects.toThrow('away');
    away = false;
    expect(await watch.trouble).toBeUndefined();
  });

  it('has no trouble with what waits for a place on its cluster, and tells it apart', async () => {
    const { db, dialect } = engine.store;
    const first = await engine.start(painted);
    await engine.start(painted);
    const now = (await engine.store.now()).getTime();
    const at = (seconds: number) => new Date(now + seconds * 1000);
    const ago = at(-400).toISOString();
    await db('run_targets').update({ wake_at: ago });
    const held = db('run_targets').where({ run_id: first.id });
    await held.clone().update({
      lease_owner: 'a',
      lease_until: at(60).toISOString(),
    });
    const limitOf = () => 1;
    const store = { db, dialect, rules: { clusterLimit: limitOf } } as never;
    expect(await QueueWatch.create({ store }).trouble).toBeUndefined();
    const queue = await readQueue({ tx: db, dialect, limitOf });
    expect(queue).toMatchObject({
      waiting: 0,
      running: 1,
      oldestSeconds: undefined,
      waitingForPlace: 1,
    });
    expect(queue.oldestForPlaceSeconds).toBeGreaterThanOrEqual(400);

    await held.clone().update({ lease_owner: null, lease_until: null });
    const watch = QueueWatch.create({ store });
    expect(await watch.trouble).toMatchObject({
      message: 'Runs wait since then for a worker that has time for them.',
    });
  });

  it('takes no pause between two targets of a cluster for work that nobody takes', async () => {
    const { db, dialect } = engine.store;
    await engine.start(painted);
    const ago = new Date(+(await engine.store.now()) - 400_000).toISOString();
    await db('run_targets').update({ wake_at: ago });
    let asked = 0;
    const between = {
      raw: async (sql: string) => {
        asked += 1;
        const answer = await db.raw(sql);
        // Taken right after the first look.
        await db('run_targets').update({ wake_at: null });
        return answer;
      },
    };
    const rules = { clusterLimit: () => 1 };
    const store = { db: between, dialect, rules } as never;
    expect(await QueueWatch.create({ store }).trouble).toBeUndefined();
    expect(asked).toBe(2);
  });

  it('counts what nobody holds any more as waiting since its lease ended', async () => {
    await engine.start(painted);
    const before = QueueWatch.create({ store: engine.store });
    expect(await before.trouble).toBeUndefined();
    const now = (await engine.store.now()).getTime();
    const since = new Date(now - 301_000);
    await engine.store.db('run_targets').update({
      wake_at: null,
      lease_owner: 'gone',
      lease_until: since.toISOString(),
    });
    const watch = QueueWatch.create({ store: engine.store });
    const trouble = await watch.trouble;
    // Who asks again within seconds asks no database.
    expect(await before.trouble).toBeUndefined();
    expect(trouble?.message).toBe(
      'Runs wait since then for a worker that has time for them.',
    );
    expect(Math.abs(+trouble!.since - +since)).toBeLessThan(5_000);
  });
});
