import {
  readPlans,
  readRun,
  readTargets,
  requestCancel,
  type RunRecord,
} from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import {
  houseIsBlue,
  paintBlue,
  startAtRedHouse,
} from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { RunViewer } from './RunViewer';
import { startUndo } from './startUndo';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const named = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

describe.each(ids)('a choice about drift on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let run: RunRecord;

  beforeEach(async () => {
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
    run = await paintBlue(engine);
    one.objects.set('house', { data: 'green' });
    one.objects.set('tree', { data: 'green' });
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = (request: Parameters<typeof startUndo>[0]['request']) =>
    startUndo({
      store: engine.store,
      runId: run.id,
      request,
      initiator: OPERATOR,
    });

  it('is asked for once about all that changed since', async () => {
    const { id: runId } = await undo({});
    await engine.reaches(runId, 'blocked');
    const [plan] = await readPlans({ tx: engine.store.db, runId });
    expect(plan.changes.map(({ object, kind }) => [object.name, kind])).toEqual(
      [
        ['tree', 'conflict'],
        ['house', 'conflict'],
      ],
    );
    expect(plan.problems?.map(({ code }) => code)).toEqual([
      'PLAN_CONFLICT',
      'PLAN_CONFLICT',
    ]);
  });

  it('may be made of the run itself while its undo waits for it, and at no other time', async () => {
    const allowed = async () =>
      (
        await new RunViewer(engine.store).run(
          run.id,
          { ref: OPERATOR, ownershipRefs: [], isUser: true },
          new Map(),
        )
      )?.allowed.includes('undo');
    expect(await allowed()).toBe(true);
    const first = await undo({});
    await engine.reaches(first.id, 'blocked');
    expect(await allowed()).toBe(true);
    const second = await undo({ overwriteDrift: ['house', 'tree'].map(named) });
    await engine.asks(second.id);
    expect(await allowed()).toBe(false);
    await engine.approve(second.id);
    await engine.reaches(second.id, 'succeeded');
    expect(await allowed()).toBe(false);
  });

  it('keeps one object and overwrites another, in a plan of its own', async () => {
    const first = await undo({});
    await engine.reaches(first.id, 'blocked');
    await engine.store.changeRun(first.id, change =>
      requestCancel({ change, by: OPERATOR }),
    );
    await engine.reaches(first.id, 'cancelled');
    const second = await undo({
      keepDrift: [named('house')],
      overwriteDrift: [named('tree')],
    });
    await engine.approve(second.id);
    await engine.reaches(second.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'green' });
    expect(one.objects.has('tree')).toBe(false);
    const [plan] = await readPlans({ tx: engine.store.db, runId: second.id });
    expect(plan.changes).toMatchObject([
      { object: { name: 'tree' }, kind: 'delete' },
      {
        object: { name: 'house' },
        kind: 'noop',
        takeOver: false,
        note: expect.stringContaining('by choice'),
      },
    ]);
  });

  it('ends the undo that waits for it, and starts the next one', async () => {
    const first = await undo({});
    await engine.reaches(first.id, 'blocked');
    await expect(undo({})).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      remedy: expect.stringContaining('keepDrift'),
    });
    const choice = {
      keepDrift: [named('house')],
      overwriteDrift: [named('tree')],
    };
    const both = await Promise.allSettled([undo(choice), undo(choice)]);
    const started = both.flatMap(result =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    expect(started).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'UNDO_REFUSED' },
    });
    const ended = await readRun({ tx: engine.store.db, runId: first.id });
    expect(ended).toMatchObject({
      state: 'cancelled',
      outcome: expect.stringContaining('A choice about what changed'),
    });
    const [event] = await engine.store
      .db('run_events')
      .where({ run_id: first.id, type: 'run.cancelRequested' });
    expect(event).toMatchObject({
      by: OPERATOR,
      message: expect.stringContaining('choice'),
    });
    await engine.approve(started[0].id);
    await engine.reaches(started[0].id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'green' });
    expect(one.objects.has('tree')).toBe(false);
  });

  it('does not end an undo that waits for its approval, and names cancel', async () => {
    one.objects.set('house', { data: 'blue' });
    one.objects.set('tree', { data: 'blue' });
    const first = await undo({});
    await engine.reaches(first.id, 'awaiting_approval');
    await expect(undo({ keepDrift: [named('house')] })).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: expect.stringContaining(first.id),
      remedy: expect.stringContaining('cancel it'),
    });
    await engine.approve(first.id);
    await engine.reaches(first.id, 'succeeded');
  });

  it('is about objects of the run, each chosen once', async () => {
    await expect(undo({ keepDrift: [named('car')] })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('keepDrift[0]'),
    });
    await expect(
      undo({ keepDrift: [named('tree')], overwriteDrift: [named('tree')] }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(
        /on target 'one' is in overwriteDrift and in keepDrift/,
      ),
    });
  });
});

describe.each(ids)('a choice about drift of two clusters on %s', id => {
  let engine: TestEngine;
  let alpha: MemoryCluster;
  let beta: MemoryCluster;
  let run: RunRecord;

  beforeEach(async () => {
    alpha = new MemoryCluster('alpha');
    beta = new MemoryCluster('beta');
    engine = await TestEngine.create(await databases.init(id), [alpha, beta]);
    for (const { objects } of [alpha, beta]) {
      objects.set('house', { data: 'red' });
    }
    await engine.worker();
    run = await engine.start({
      steps: [
        {
          id: 'house',
          action: 'memory:set',
          input: { name: 'house', value: 'blue' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    run = await engine.reaches(run.id, 'succeeded');
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = (
    request: Parameters<typeof startUndo>[0]['request'],
    idempotencyKey?: string,
  ) =>
    startUndo({
      store: engine.store,
      runId: run.id,
      request,
      initiator: OPERATOR,
      idempotencyKey,
    });
  const on = (target: string) => ({ ...named('house'), target });
  /** Planned on each cluster, which waits for a choice or for approval. */
  const waits = async (runId: string) => {
    const targets = await readTargets({ tx: engine.store.db, runIds: [runId] });
    return targets.every(
      ({ state }) => state === 'blocked' || state === 'awaiting_approval',
    );
  };

  it('keeps what drifted on one, and takes back the other that did not', async () => {
    alpha.objects.set('house', { data: 'green' });
    const { id: runId, undo: stored } = await undo({
      keepDrift: [on('alpha')],
    });
    expect(stored?.keepDrift).toEqual([on('alpha')]);
    await engine.approve(runId);
    await engine.reaches(runId, 'inconclusive');
    expect(alpha.objects.get('house')).toEqual({ data: 'green' });
    expect(beta.objects.get('house')).toEqual({ data: 'red' });
  });

  it('overwrites one, and leaves the drift of the other to a choice of its own', async () => {
    alpha.objects.set('house', { data: 'green' });
    beta.objects.set('house', { data: 'yellow' });
    const { id: runId } = await undo({ overwriteDrift: [on('alpha')] });
    await engine.until(() => waits(runId));
    const plans = await readPlans({ tx: engine.store.db, runId });
    expect(
      plans.map(({ targetId, changes }) => [
        targetId,
        changes.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ['alpha', ['change']],
      ['beta', ['conflict']],
    ]);
    expect(beta.objects.get('house')).toEqual({ data: 'yellow' });
  });

  it('keeps an object on one and overwrites the same one on the other', async () => {
    alpha.objects.set('house', { data: 'green' });
    beta.objects.set('house', { data: 'yellow' });
    const { id: runId } = await undo({
      keepDrift: [on('alpha')],
      overwriteDrift: [on('beta')],
    });
    await engine.approve(runId);
    await engine.reaches(runId, 'inconclusive');
    expect(alpha.objects.get('house')).toEqual({ data: 'green' });
    expect(beta.objects.get('house')).toEqual({ data: 'red' });
  });

  it('ends the undo that waits on one cluster for it, and for approval on the other', async () => {
    alpha.objects.set('house', { data: 'green' });
    const first = await undo({});
    await engine.until(() => waits(first.id));
    const { id: runId } = await undo({ keepDrift: [on('alpha')] });
    expect(
      await readRun({ tx: engine.store.db, runId: first.id }),
    ).toMatchObject({ state: 'cancelled' });
    await engine.approve(runId);
    await engine.reaches(runId, 'inconclusive');
    expect(alpha.objects.get('house')).toEqual({ data: 'green' });
    expect(beta.objects.get('house')).toEqual({ data: 'red' });
  });

  it('gives way to an undo of the clusters alone where nothing drifted', async () => {
    alpha.objects.set('house', { data: 'green' });
    const first = await undo({});
    await engine.until(() => waits(first.id));
    await expect(undo({ targets: ['alpha', 'beta'] })).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      remedy: expect.stringContaining('targets in the API'),
    });
    const { id: runId } = await undo({ targets: ['beta'] });
    const ended = await readTargets({
      tx: engine.store.db,
      runIds: [first.id],
    });
    expect(ended.map(({ state, reason }) => [state, reason])).toEqual(
      Array(2).fill(['cancelled', 'An undo of beta alone took its place']),
    );
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(alpha.objects.get('house')).toEqual({ data: 'green' });
    expect(beta.objects.get('house')).toEqual({ data: 'red' });
  });

  it('gives way to clusters that a request names, and to no plain request for what is left', async () => {
    const first = await undo({});
    await engine.reaches(first.id, 'awaiting_approval');
    beta.uid = 'made anew';
    await engine.approve(first.id);
    const statesOf = async () =>
      (await readTargets({ tx: engine.store.db, runIds: [first.id] })).map(
        ({ targetId, state }) => [targetId, state],
      );
    const waiting = [
      ['alpha', 'succeeded'],
      ['beta', 'needs_decision'],
    ];
    await engine.until(
      async () => String(await statesOf()) === String(waiting),
    );
    await expect(undo({})).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: `Run ${run.id} is being taken back by run ${first.id}`,
      remedy: expect.not.stringContaining('targets in the API'),
    });
    expect(await statesOf()).toEqual(waiting);
    expect(
      await readRun({ tx: engine.store.db, runId: first.id }),
    ).toMatchObject({ state: 'needs_decision', cancelRequested: false });
    const { undo: stored } = await undo({ targets: ['beta'] });
    expect(stored).toMatchObject({ targets: ['beta'], named: true });
    expect(
      await readRun({ tx: engine.store.db, runId: first.id }),
    ).toMatchObject({ cancelRequested: true, finishedAt: expect.any(String) });
  });

  it('names its target where the undo has more than one, and one that it has', async () => {
    await expect(undo({ keepDrift: [named('house')] })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(/^keepDrift\[0\]: .*2 targets/),
      remedy: expect.stringContaining('Name the target'),
    });
    await expect(
      undo({ targets: ['alpha'], overwriteDrift: [on('beta')] }),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(/^overwriteDrift\[0\]: .*'beta'/),
      remedy: expect.stringContaining('alpha'),
    });
    const started = await undo(
      { targets: ['alpha'], keepDrift: [on('alpha')] },
      'key',
    );
    await expect(
      undo({ targets: ['alpha'], keepDrift: [named('house')] }, 'key'),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    expect(started.undo?.targets).toEqual(['alpha']);
  });
});
