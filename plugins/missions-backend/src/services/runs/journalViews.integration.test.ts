import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { Sealer } from '../../sealing';
import {
  completeIntent,
  failIntent,
  insertIntent,
  readRun,
  settleUndone,
  Store,
  type RunRecord,
} from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { insertRun } from '../../store/__testUtils__/insertRun';
import { journalViews } from './journalViews';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const sealer = new Sealer([{ id: 'test', key: Buffer.alloc(32, 7) }]);
const SECRET = 'hunter2-is-secret';
const BASE64 = Buffer.from(SECRET).toString('base64');

const object = (kind: string, rest: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a', namespace: 'web', resourceVersion: '1', ...metadata },
  ...rest,
});

describe.each(ids)('journalViews on %s', id => {
  let store: Store;
  let run: RunRecord;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id), sealer });
    run = await insertRun(store, { secrets: { password: SECRET } });
  });

  afterEach(async () => {
    await store.close();
  });

  async function wrote(options: {
    kind: string;
    prior: KubernetesObject | null;
    after?: KubernetesObject | null;
    irreversible?: string;
  }) {
    const { kind, prior, after, irreversible } = options;
    const ref = { apiVersion: 'v1', kind, namespace: 'web', name: 'a' };
    await store.changeRun(run.id, async change => {
      const entry = { verb: 'apply', object: ref, prior, irreversible };
      const target = { change, sealer, targetId: 'one' };
      const seq = await insertIntent({
        ...target,
        stepId: 'apply',
        fence: 1,
        entry,
      });
      if (after !== undefined) {
        await completeIntent({ ...target, seq, after });
      }
    });
  }
  const views = () => journalViews({ store, run });

  it('shows what a write changed, without what the server keeps for itself', async () => {
    await wrote({
      kind: 'ConfigMap',
      prior: object('ConfigMap', { data: { colour: 'red', kept: 'x' } }),
      after: object(
        'ConfigMap',
        { data: { colour: 'blue', kept: 'x' } },
        {
          resourceVersion: '2',
          annotations: { 'mission-control.dev/key': 'abc' },
        },
      ),
    });
    expect(await views()).toEqual([
      expect.objectContaining({
        seq: 1,
        state: 'done',
        changed: true,
        priorExisted: true,
        fields: [{ path: 'data.colour', before: 'red', after: 'blue' }],
      }),
    ]);
  });

  it('tells writes that changed nothing, made or removed something, or are not confirmed', async () => {
    const map = object('ConfigMap', { data: { colour: 'red' } });
    await wrote({ kind: 'ConfigMap', prior: map, after: map });
    await wrote({ kind: 'ConfigMap', prior: null, after: map });
    await wrote({ kind: 'ConfigMap', prior: map, after: null });
    await wrote({ kind: 'ConfigMap', prior: map });
    const [same, made, removed, open] = await views();
    expect([same.changed, same.fields]).toEqual([false, []]);
    expect(made.changed).toBe(true);
    expect(made.fields).toContainEqual({ path: 'data.colour', after: 'red' });
    expect(removed.fields).toContainEqual({
      path: 'data.colour',
      before: 'red',
    });
    expect(open).toMatchObject({ state: 'intent' });
    expect(open).not.toHaveProperty('changed');
  });

  it('lets no secret out, and shows that one changed', async () => {
    await wrote({
      kind: 'Secret',
      prior: object(
        'Secret',
        { data: { token: 'b2xkLXRva2Vu' } },
        {
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration':
              '{"data":{"token":"b2xkLXRva2Vu"}}',
          },
        },
      ),
      after: object('Secret', { data: { token: BASE64 } }),
    });
    await wrote({
      kind: 'ConfigMap',
      prior: object('ConfigMap', { data: { url: 'http://x' } }),
      after: object('ConfigMap', { data: { url: `http://u:${SECRET}@x` } }),
    });
    const [secret, map] = await views();
    const text = JSON.stringify([secret, map]);
    for (const word of [SECRET, BASE64, 'b2xkLXRva2Vu']) {
      expect(text).not.toContain(word);
    }
    expect(secret.fields).toEqual([
      {
        path: 'data.token',
        secret: true,
        before: expect.stringMatching(/^\*\*\* #[0-9a-f]{12}$/),
        after: expect.stringMatching(/^\*\*\* #[0-9a-f]{12}$/),
      },
    ]);
    expect(secret.fields![0].before).not.toBe(secret.fields![0].after);
    expect(map.fields).toMatchObject([{ path: 'data.url', secret: true }]);
  });

  it('says what is irreversible and what was undone, by which run', async () => {
    const map = object('ConfigMap', { data: { colour: 'red' } });
    await wrote({ kind: 'ConfigMap', prior: null, after: map });
    await wrote({
      kind: 'PersistentVolumeClaim',
      prior: object('PersistentVolumeClaim', {}),
      after: null,
      irreversible: 'Its data is gone',
    });
    const undo = await insertRun(store, {
      undoOf: run.id,
      undo: { targets: ['one'], overwriteDrift: [] },
    });
    await wrote({ kind: 'Namespace', prior: null, after: map });
    await store.changeRun(undo.id, change =>
      settleUndone({
        change,
        undoOf: run.id,
        targetId: 'one',
        stepId: 'apply',
        kept: [{ seq: 3, reason: 'It stays' }],
      }),
    );
    expect(await views()).toMatchObject([
      { state: 'undone', undoneBy: undo.id },
      { state: 'done', irreversible: 'Its data is gone' },
      { state: 'done', keptBy: undo.id, keptReason: 'It stays' },
    ]);
  });

  it('says why a write was refused, and that nothing is to be taken back', async () => {
    await wrote({ kind: 'ConfigMap', prior: null });
    const refusal = { code: 'KUBERNETES_QUOTA', message: 'exceeded' } as const;
    await store.changeRun(run.id, change =>
      failIntent({ change, targetId: 'one', stepId: 'apply', seq: 1, refusal }),
    );
    const [entry] = await views();
    expect(entry).toMatchObject({ state: 'failed', refusal });
    expect(entry).not.toHaveProperty('changed');
  });

  it('lists entries without their changes when their key is gone', async () => {
    await wrote({
      kind: 'ConfigMap',
      prior: null,
      after: object('ConfigMap', {}),
    });
    const other = { ...store, sealer: new Sealer(), db: store.db };
    const [entry] = await journalViews({
      store: Object.assign(Object.create(store), other) as Store,
      run: (await readRun({ tx: store.db, runId: run.id }))!,
    });
    expect(entry).toMatchObject({ seq: 1, state: 'done' });
    expect(entry).not.toHaveProperty('fields');
  });
});
