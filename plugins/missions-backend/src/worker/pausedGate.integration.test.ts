import {
  expireApprovals,
  readApprovals,
  readTargets,
  requestPause,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { listOpenApprovals } from '../store/operations/listOpenApprovals';
import { readWaits } from '../store/operations/readWaits';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('a gate of a paused run on %s', id => {
  let engine: TestEngine;
  let runId: string;

  const pause = (on: boolean) =>
    engine.store.changeRun(runId, change =>
      requestPause({ change, pause: on, by: 'user:default/operator' }),
    );

  beforeEach(async () => {
    engine = await TestEngine.create(
      await databases.init(id),
      ['dev', 'staging'].map(name => new MemoryCluster(name)),
    );
    const worker = await engine.worker();
    const run = await engine.start({
      steps: [
        { id: 'ask', action: 'core:approve', input: { message: 'Go $& on?' } },
        paintHouse,
      ],
      verify: [houseIsBlue],
    });
    runId = run.id;
    await engine.approve(runId);
    await engine.until(
      async () => (await engine.openApprovals(runId)).length === 2,
    );
    await engine.until(() => worker.busy === 0);
    await pause(true);
  });

  afterEach(() => engine.stop());

  const targets = () => readTargets({ tx: engine.store.db, runIds: [runId] });
  const told = async () =>
    (await targets()).map(({ targetId, state, reason }) => [
      targetId,
      state,
      reason,
    ]);
  const gateOf = async (targetId: string) =>
    (await engine.openApprovals(runId)).find(
      gate => gate.targetId === targetId,
    )!;

  it('tells at once how it was decided, and is not asked again once resumed', async () => {
    expect(await told()).toEqual([
      ['dev', 'paused', 'Waits for approval: Go $& on?'],
      ['staging', 'paused', 'Waits for approval: Go $& on?'],
    ]);
    const by = 'user:default/omar';
    await engine.decide(await gateOf('staging'), 'approve', by);
    await engine.decide(await gateOf('dev'), 'reject', by);
    expect(await told()).toEqual([
      ['dev', 'paused', 'Rejected by omar'],
      ['staging', 'paused', 'Approval given by omar'],
    ]);
    const { store } = engine;
    expect(
      await listOpenApprovals({ tx: store.db, dialect: store.dialect }),
    ).toEqual([]);
    expect(await readWaits({ tx: store.db, targets: await targets() })).toEqual(
      new Map(),
    );
    await pause(false);
    await engine.reaches(runId, 'needs_decision');
    await engine.until(async () =>
      (await targets()).some(({ state }) => state === 'succeeded'),
    );
    expect(await told()).toEqual([
      ['dev', 'needs_decision', expect.stringContaining('Rejected by omar')],
      ['staging', 'succeeded', undefined],
    ]);
    const gates = await readApprovals({ tx: store.db, runIds: [runId] });
    expect(gates.filter(({ kind }) => kind === 'gate')).toHaveLength(2);
  });

  it('tells that nobody decided in time', async () => {
    await engine.store
      .db('approvals')
      .where({ run_id: runId, state: 'open' })
      .update({ expires_at: '2020-01-01T00:00:00.000Z' });
    await engine.store.changeRun(runId, change => expireApprovals({ change }));
    const late = expect.stringMatching(/^Nobody decided until 2020/);
    expect(await told()).toEqual([
      ['dev', 'paused', late],
      ['staging', 'paused', late],
    ]);
  });

  it('tells it also where the worker paused without a reason', async () => {
    await engine.store
      .db('run_targets')
      .where({ run_id: runId })
      .update({ reason: null });
    await engine.decide(await gateOf('dev'), 'approve', 'user:default/omar');
    expect(await told()).toEqual([
      ['dev', 'paused', 'Approval given by omar'],
      ['staging', 'paused', undefined],
    ]);
  });
});
