import { saveMission } from '../../__testUtils__/saveMission';
import type { ClusterRegistry } from '../../clusters';
import { Sealer } from '../../sealing';
import {
  openRunSecrets,
  readRun,
  readTargets,
  Store,
  type RunRecord,
} from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { insertRun } from '../../store/__testUtils__/insertRun';
import { openSession } from '../../worker/RunSession';
import { childRuns } from './childRuns';
import { RunCreator } from './RunCreator';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const childAuthority = {
  missions: { 'test/child': ['one'], 'test/none': ['one'] },
  undo: [],
  depth: 2,
};
const clusters = {
  usable: async (name: string) => ({ connection: { name }, guard: {} }),
} as unknown as ClusterRegistry;

describe.each(ids)('childRuns on %s', id => {
  let store: Store;
  let parent: RunRecord;
  let version: string;

  beforeEach(async () => {
    const sealer = new Sealer([{ id: 'test', key: Buffer.alloc(32, 7) }]);
    store = await Store.create({ database: await databases.init(id), sealer });
    parent = await insertRun(store, { childAuthority });
    version = await saveMission(store, 'child', {
      targets: { min: 1 },
      parameters: { properties: { colour: { type: 'string' } } },
    });
  });

  afterEach(async () => {
    await store.close();
  });

  const children = () =>
    childRuns({ store, creator: RunCreator.create({ store, clusters }) });
  const request = {
    missionRef: 'test/child',
    parameters: { colour: 'red' },
    targets: [{ cluster: 'one' }],
  };
  const start = (change: object = {}, idempotencyKey = 'k') =>
    children().start({
      parent: { runId: parent.id, targetId: '-', stepId: 'first' },
      initiator: OPERATOR,
      idempotencyKey,
      ...request,
      ...change,
    });

  it('starts a child for the person of the parent, once per key', async () => {
    const { runId } = await start();
    const child = (await readRun({ tx: store.db, runId }))!;
    expect(child).toMatchObject({
      initiator: OPERATOR,
      parentRunId: parent.id,
      parentStepId: 'first',
      missionVersion: version,
      parameters: { colour: 'red' },
      trigger: { kind: 'chain', parentRunId: parent.id, parentStepId: 'first' },
    });
    const targets = await readTargets({ tx: store.db, runIds: [runId] });
    expect(targets.map(target => target.targetId)).toEqual(['one']);
    expect((await start()).runId).toBe(runId);
    expect((await start({}, 'other')).runId).not.toBe(runId);
  });

  it('knows the orbit for which its parent looks', async () => {
    parent = await insertRun(store, {
      childAuthority,
      trigger: { kind: 'schedule', orbitId: 'o1' },
    });
    const { runId } = await start();
    const child = (await readRun({ tx: store.db, runId }))!;
    expect(child.trigger).toMatchObject({ kind: 'chain', orbitId: 'o1' });
    expect(child.orbitId).toBeUndefined();
  });

  it('hides a secret that its parent handed down', async () => {
    const token = 'hunter2-hunter2';
    parent = await insertRun(store, { childAuthority, secrets: { token } });
    const handed = { parameters: { colour: `red-${token}` } };
    const { runId } = await start(handed);
    expect((await start(handed)).runId).toBe(runId);
    const child = (await readRun({ tx: store.db, runId }))!;
    expect(child.parameters).toEqual({ colour: 'red-***' });
    const { db: tx, sealer } = store;
    const own = await openRunSecrets({ tx, sealer, runId });
    expect(own.secrets).toEqual(handed.parameters);
    const session = await openSession(store, child, own);
    expect(session.parameters).toEqual(handed.parameters);
    expect(session.masker.text(`Painted ${token} red`)).toBe('Painted *** red');
  });

  it('validates as any request does, before and at the start', async () => {
    for (const [change, code] of [
      [{ missionRef: 'test/none' }, 'NOT_FOUND'],
      [{ missionVersion: 'old' }, 'MISSION_CHANGED'],
      [{ parameters: { colour: 1 } }, 'PARAMETER_INVALID'],
      [{ targets: [] }, 'INPUT_INVALID'],
    ] as const) {
      const asked = { parentRunId: parent.id, ...request, ...change };
      await expect(children().check(asked)).rejects.toMatchObject({ code });
      await expect(start(change, code)).rejects.toMatchObject({ code });
    }
    expect(
      await children().check({ parentRunId: parent.id, ...request }),
    ).toEqual({
      missionVersion: version,
    });
  });

  it('refuses a child that is a draft', async () => {
    await saveMission(store, 'child', {
      lifecycle: 'draft',
      targets: { min: 1 },
    });
    await expect(
      children().check({
        parentRunId: parent.id,
        ...request,
        parameters: {},
      }),
    ).rejects.toMatchObject({ code: 'MISSION_DRAFT' });
  });

  it.each([
    ['another mission', { missionRef: 'test/other' }, /start 'test\/other'$/],
    [
      'another cluster',
      { targets: [{ cluster: 'one' }, { cluster: 'prod' }] },
      /'test\/child' on 'prod'$/,
    ],
  ])(
    'refuses %s than the parent was started for',
    async (_, change, message) => {
      await saveMission(store, 'other', { targets: { min: 1 } });
      const refused = {
        code: 'NOT_ALLOWED',
        message: expect.stringMatching(message),
      };
      await expect(start(change)).rejects.toMatchObject(refused);
      await expect(
        children().check({ parentRunId: parent.id, ...request, ...change }),
      ).rejects.toMatchObject(refused);
      expect(await store.db('runs').whereNotNull('parent_run_id')).toEqual([]);
    },
  );

  it('starts nothing for a run that nobody asked the rights for', async () => {
    const old = await insertRun(store);
    await expect(
      start({ parent: { runId: old.id, targetId: '-', stepId: 'first' } }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('gives a child no more than its parent has, and one run less', async () => {
    let runId = parent.id;
    for (const depth of [1, 0]) {
      ({ runId } = await start(
        { parent: { runId, targetId: '-', stepId: 'first' } },
        `k${depth}`,
      ));
      const run = await readRun({ tx: store.db, runId });
      expect(run!.childAuthority).toEqual({ ...childAuthority, depth });
    }
    await expect(
      start({ parent: { runId, targetId: '-', stepId: 'first' } }, 'k'),
    ).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('too many runs'),
    });
  });

  it('refuses to take back a run that its undo was not started for', async () => {
    const { runId } = await start();
    await expect(
      children().undo({
        parent: { runId: parent.id, targetId: '-', stepId: 'first' },
        initiator: OPERATOR,
        idempotencyKey: 'u',
        runId,
      }),
    ).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining(runId),
    });
  });

  it('gives the undo of a child no more than its parent has, and one run less', async () => {
    const { runId } = await start();
    await store.db('run_journal').insert({
      run_id: runId,
      target_id: 'one',
      step_id: 'first',
      seq: 1,
      fence: 1,
      verb: 'set',
      state: 'done',
      object_json: '{"apiVersion":"v1","kind":"ConfigMap","name":"house"}',
      prior_existed: false,
      at: new Date().toISOString(),
    });
    for (const [table, key] of [
      ['run_targets', 'run_id'],
      ['runs', 'id'],
    ]) {
      await store
        .db(table)
        .where({ [key]: runId })
        .update({
          state: 'succeeded',
        });
    }
    const authority = { ...childAuthority, undo: [runId, 'below'] };
    const undo = await insertRun(store, { childAuthority: authority });
    const taken = await children().undo({
      parent: { runId: undo.id, targetId: '-', stepId: 'first' },
      initiator: OPERATOR,
      idempotencyKey: 'u',
      runId,
    });
    const run = await readRun({ tx: store.db, runId: taken!.runId });
    expect(run!.childAuthority).toEqual({ ...authority, depth: 1 });
  });

  it('starts no undo of a child that changed nothing', async () => {
    const { runId } = await start();
    const undo = await insertRun(store, {
      childAuthority: { ...childAuthority, undo: [runId] },
    });
    await store.db('run_targets').where({ run_id: runId }).update({
      state: 'succeeded',
    });
    await expect(
      children().undo({
        parent: { runId: undo.id, targetId: '-', stepId: 'first' },
        initiator: OPERATOR,
        idempotencyKey: 'u',
        runId,
      }),
    ).resolves.toBeUndefined();
    expect(await store.db('runs').where({ undo_of: runId })).toEqual([]);
  });
});
