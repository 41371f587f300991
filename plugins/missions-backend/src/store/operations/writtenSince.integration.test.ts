import type { ObjectRef } from '@mission-control/plugin-missions-common';
import { Sealer } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import { completeIntent, insertIntent } from './journal';
import { writtenSince } from './writtenSince';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const object: ObjectRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name: 'map-1',
};
const at = (minute: number) =>
  `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`;

describe.each(ids)('writtenSince on %s', id => {
  let store: Store;
  let runId: string;

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer([{ id: 'test', key: Buffer.alloc(32, 7) }]),
    });
    runId = await started();
    await writes(runId, 10, { confirmed: false });
  });

  afterEach(() => store.close());

  async function started(undoOf?: string, cluster = 'one'): Promise<string> {
    const run = await insertRun(store, {
      targets: [{ cluster: { name: cluster } }],
    });
    // The store's own rules for undos are not what is tested here.
    await store
      .db('runs')
      .where({ id: run.id })
      .update({ undo_of: undoOf ?? null });
    return run.id;
  }

  /** Notes a write that a run began in a minute. */
  async function writes(
    by: string,
    minute: number,
    options: {
      confirmed?: boolean;
      written?: ObjectRef;
      targetId?: string;
    } = {},
  ): Promise<void> {
    const { confirmed = true, written = object, targetId = 'one' } = options;
    const { sealer } = store;
    await store.changeRun(by, async change => {
      const seq = await insertIntent({
        change,
        sealer,
        targetId,
        stepId: 'step',
        fence: 1,
        entry: { verb: 'apply', object: written, prior: null },
      });
      if (confirmed) {
        await completeIntent({ change, sealer, targetId, seq, after: {} });
      }
      const tx = await change.open();
      await tx('run_journal')
        .where({ run_id: by, seq })
        .update({ at: at(minute) });
    });
    await store
      .db('run_events')
      .where({ run_id: by })
      .update({ at: at(minute) });
  }

  const ends = (run: string, minute: number) =>
    store
      .db('run_targets')
      .where({ run_id: run })
      .update({ finished_at: at(minute) });
  const becomes = (run: string, state: string, undoneBy?: string) =>
    store
      .db('run_journal')
      .where({ run_id: run })
      .update({ state, undone_by: undoneBy ?? null });
  const asked = (more: Partial<Parameters<typeof writtenSince>[0]> = {}) =>
    writtenSince({
      tx: store.db,
      runId,
      targetId: 'one',
      stepId: 'step',
      object,
      ...more,
    });

  it('knows none where no other run wrote it', async () => {
    expect(await asked()).toBeUndefined();
  });

  it.each([
    ['confirmed', true],
    ['not confirmed', false],
  ])('names the last run that wrote it since, %s', async (_what, confirmed) => {
    const [second, third] = [await started(), await started()];
    await writes(second, 11);
    await writes(third, 12, { confirmed });
    await ends(second, 11);
    expect(await asked()).toBe(third);
  });

  it('names one that wrote it under another version of its API', async () => {
    const second = await started();
    const written = { ...object, apiVersion: 'v1beta1' };
    await writes(second, 11, { written });
    expect(await asked()).toBe(second);
  });

  it.each<[string, Partial<ObjectRef>]>([
    ['name', { name: 'map-11' }],
    ['namespace', { namespace: 'other' }],
    ['kind', { kind: 'Secret' }],
  ])('does not take an object of another %s for it', async (_what, other) => {
    await writes(await started(), 11, { written: { ...object, ...other } });
    expect(await asked()).toBeUndefined();
  });

  it('does not take the object of another cluster for it', async () => {
    const targetId = 'two';
    await writes(await started(undefined, targetId), 11, { targetId });
    expect(await asked()).toBeUndefined();
  });

  it('asks only about what the step itself wrote', async () => {
    await writes(await started(), 11);
    expect(await asked({ stepId: 'other' })).toBeUndefined();
  });

  it('does not count what was written before', async () => {
    const second = await started();
    await writes(second, 9);
    expect(await asked()).toBeUndefined();
    await ends(second, 9);
    expect(await asked()).toBeUndefined();
  });

  it('counts what was begun before and confirmed since', async () => {
    const second = await started();
    await writes(second, 9);
    await store
      .db('run_events')
      .where({ run_id: second })
      .update({ at: at(11) });
    expect(await asked()).toBe(second);
  });

  it('counts what was begun before, was never confirmed and may have come since', async () => {
    const second = await started();
    await writes(second, 9, { confirmed: false });
    expect(await asked()).toBe(second);
    await ends(second, 9);
    expect(await asked()).toBeUndefined();
  });

  it('does not count a write that was refused', async () => {
    const second = await started();
    await writes(second, 11);
    await becomes(second, 'failed');
    expect(await asked()).toBeUndefined();
  });

  it('does not count its own undo, nor the undo of that', async () => {
    const undo = await started(runId);
    const redo = await started(undo);
    await writes(undo, 11, { confirmed: false });
    await writes(redo, 12);
    expect(await asked()).toBeUndefined();
    expect(await asked({ runId: undo })).toBeUndefined();
  });

  it('does not count a run that was taken back until that is taken back', async () => {
    const second = await started();
    await writes(second, 11);
    const undo = await started(second);
    await writes(undo, 12);
    await becomes(second, 'undone', undo);
    expect(await asked()).toBeUndefined();
    const redo = await started(undo);
    await writes(redo, 13);
    await becomes(undo, 'undone', redo);
    expect(await asked()).toBe(redo);
  });

  it('counts the undo of what was written before', async () => {
    const before = await started();
    await writes(before, 9);
    const undo = await started(before);
    await writes(undo, 12);
    await becomes(before, 'undone', undo);
    await ends(before, 9);
    expect(await asked()).toBe(undo);
  });
});
