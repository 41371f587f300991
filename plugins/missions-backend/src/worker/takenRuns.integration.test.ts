import { createMissionAction } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { z } from 'zod';
import { createRun, readEvents, readRun, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });

/** Reads only, and proves that there is nothing. */
const looks = {
  steps: [{ id: 'look', action: 'memory:get', input: { name: 'house' } }],
  verify: [{ id: 'no', check: 'memory:equals', input: { name: 'house' } }],
  approval: {
    policy: 'automatic',
    count: 1,
    from: [],
    notStarter: false,
    expires: '1h',
  },
} as const;

describe.each(ids)('runs that begin where they are made, on %s', id => {
  let db: Knex;
  let engine: TestEngine;

  const idle = () => engine.until(() => engine.store.offer() !== undefined);

  beforeEach(async () => {
    db = await databases.init(id);
    engine = await TestEngine.create(db, [new MemoryCluster('one')]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('have ended when their request is answered, in one commit, if they only read', async () => {
    await engine.worker();
    const spec = { ...looks } as never;
    const mission = await engine.mission('looks', spec);
    await idle();
    const commits: string[] = [];
    // What makes runs is one statement where the database takes many rows at once.
    db.on(
      'query',
      ({ sql }) => /^(commit|with fits)/i.test(sql) && commits.push(sql),
    );
    const { run } = await createRun({
      store: engine.store,
      run: {
        ...mission,
        type: 'install',
        title: 'A look',
        initiator: 'user:default/operator',
        trigger: { kind: 'api' },
        parameters: {},
        targets: [{ cluster: { name: 'one' } }],
      },
    });
    expect(run.state).toBe('succeeded');
    expect(commits).toHaveLength(1);
    expect(await readRun({ tx: db, runId: run.id })).toEqual(run);
    const events = await readEvents({ tx: db, runId: run.id });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
    expect(events.at(-1)?.type).toBe('run.finished');
    const [target] = await readTargets({ tx: db, runIds: [run.id] });
    expect(target.leaseOwner).toBeUndefined();
    expect(target.wakeAt).toBeUndefined();
  });

  it('write, ask and are proved like any other', async () => {
    await engine.worker();
    await idle();
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    const [target] = await readTargets({ tx: db, runIds: [run.id] });
    expect(target.fence).toBe(1);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(engine.hooks.calls).toHaveLength(1);
  });

  it('wait behind what was there before', async () => {
    const older = await engine.start({ steps: [paintHouse] });
    await engine.worker({ concurrency: 1 });
    expect(engine.store.offer()).toBeUndefined();
    await engine.asks(older.id);
  });

  it('go to the queue when no place becomes free', async () => {
    let open = () => {};
    const opened = new Promise<void>(resolve => {
      open = resolve;
    });
    const asked = jest.fn(async () => {
      await opened;
      return {};
    });
    engine.registry.addActions(
      createMissionAction({
        id: 'test:slow',
        description: 'Reads until it is let go',
        examples: [],
        effect: 'read',
        schema: { input: z.object({}).strict(), output: z.object({}) },
        run: asked,
      }),
    );
    await engine.worker({ concurrency: 1 });
    await idle();
    const first = await engine.start({
      ...looks,
      steps: [{ id: 'slow', action: 'test:slow' }],
    } as never);
    await engine.until(() => asked.mock.calls.length === 1);
    const connect = jest.spyOn(engine.clusters[0], 'connect');
    const second = await engine.start({ steps: [paintHouse] });
    const ownerOf = async (runId: string) =>
      (await readTargets({ tx: db, runIds: [runId] }))[0].leaseOwner;
    await engine.until(async () => !(await ownerOf(second.id)));
    // Whoever takes it from there opens it: nobody does it twice.
    expect(connect).not.toHaveBeenCalled();
    expect(engine.store.offer()).toBeUndefined();
    await engine.worker();
    await engine.asks(second.id);
    open();
    await engine.reaches(first.id, 'succeeded');
  });

  it('may start others: their plan asks when they are there', async () => {
    await engine.worker();
    await engine.mission('child', {
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await idle();
    const run = await engine.start(
      {
        type: 'sequence',
        steps: [
          {
            id: 'first',
            action: 'mission:run',
            input: { mission: 'test/child', targets: [{ cluster: 'one' }] },
          },
        ],
      } as never,
      { targets: [] },
    );
    await engine.asks(run.id);
    const [target] = await readTargets({ tx: db, runIds: [run.id] });
    expect(target).toMatchObject({ state: 'awaiting_approval', fence: 1 });
  });

  it('keep their secrets out of what their first reads log', async () => {
    await engine.worker();
    await idle();
    const run = await engine.start(
      {
        parameters: {
          type: 'object',
          properties: { password: { type: 'string', secret: true } },
        },
        steps: [
          {
            id: 'say',
            action: 'core:noop',
            input: { value: '${{ parameters.password }}' },
          },
          paintHouse,
        ],
        verify: [houseIsBlue],
      } as never,
      { secrets: { password: 'hunter2' } },
    );
    await engine.asks(run.id);
    const rows = await Promise.all(
      ['runs', 'run_targets', 'run_steps', 'run_events', 'run_logs'].map(name =>
        db(name),
      ),
    );
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    const steps = await db('run_steps')
      .where({ run_id: run.id })
      .orderBy('position');
    expect(steps.map(step => step.state)).toEqual(['succeeded', 'pending']);
  });
});
