import { defaultRules } from '../engine';
import {
  type RunRecord,
  readJournal,
  readPlans,
  readRun,
  readSteps,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import {
  houseIsBlue,
  paintHouse,
  startAtRedHouse,
} from './__testUtils__/house';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import type { TestEngine, TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const build: TestSpec = {
  steps: [
    paintHouse,
    {
      id: 'plant',
      action: 'memory:set',
      input: { name: 'tree', value: 'oak' },
    },
  ],
  verify: [houseIsBlue],
};

describe.each(ids)('undo on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('takes a run back in reverse order, and takes that back again', async () => {
    const before = one.fingerprint;
    const run = await engine.start(build);
    await engine.approve(run.id);
    const done = await engine.reaches(run.id, 'succeeded');
    const undoableMs =
      Date.parse(done.undoUntil!) - Date.parse(done.finishedAt!);
    expect(Math.abs(undoableMs - defaultRules.undoRetentionMs)).toBeLessThan(
      10_000,
    );
    const after = one.fingerprint;
    expect(after).not.toBe(before);

    const undo = await engine.undo(run);
    await engine.reaches(undo.id, 'awaiting_approval');
    expect(one.fingerprint).toBe(after);
    const [plan] = await readPlans({ tx: engine.store.db, runId: undo.id });
    expect(plan.changes.map(item => [item.stepId, item.kind])).toEqual([
      ['plant', 'delete'],
      ['paint', 'change'],
    ]);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.fingerprint).toBe(before);
    const journal = await readJournal({ tx: engine.store.db, runId: run.id });
    expect(journal.map(item => [item.state, item.undoneBy])).toEqual([
      ['undone', undo.id],
      ['undone', undo.id],
    ]);

    const redo = await engine.undo(undo);
    await engine.approve(redo.id);
    await engine.reaches(redo.id, 'succeeded');
    expect(one.fingerprint).toBe(after);
  });

  it('is refused twice, and for a run that changed nothing', async () => {
    const run = await engine.start(build);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const undo = await engine.undo(run);
    await expect(engine.undo(run)).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
    });
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    await expect(engine.undo(run)).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
    });
    const idle = await engine.start(build, { planOnly: true });
    await engine.reaches(idle.id, 'planned');
    expect(
      (await readRun({ tx: engine.store.db, runId: idle.id }))?.undoUntil,
    ).toBeUndefined();
    await expect(engine.undo(idle)).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
    });
  });

  it('goes only to the cluster that was changed', async () => {
    const run = await engine.start(build);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    one.uid = 'another';
    const undo = await engine.undo(run);
    const blocked = await engine.reaches(undo.id, 'blocked');
    expect(blocked.finishedAt).toBeUndefined();
    expect(one.objects.size).toBe(2);
  });

  it('takes nothing back on a cluster that was made anew after the plan', async () => {
    const run = await engine.start(build);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const after = one.fingerprint;
    const undo = await engine.undo(run);
    await engine.reaches(undo.id, 'awaiting_approval');
    one.uid = 'another';
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'needs_decision');
    const steps = await readSteps({ tx: engine.store.db, runId: undo.id });
    expect(steps.find(step => step.state === 'failed')?.error).toMatchObject({
      code: 'CLUSTER_CHANGED',
    });
    expect(one.fingerprint).toBe(after);
  });

  it('does what the mission says in place of the action', async () => {
    const run = await engine.start({
      ...build,
      steps: [
        {
          ...build.steps![0],
          undo: {
            action: 'memory:set',
            input: { name: 'house', value: 'grey' },
          },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'grey' });
  });

  it('takes back what the missions of a sequence did', async () => {
    const before = one.fingerprint;
    await engine.mission('build', build);
    const run = await engine.start(
      {
        type: 'sequence',
        steps: [
          {
            id: 'first',
            action: 'mission:run',
            input: { mission: 'test/build', targets: [{ cluster: 'one' }] },
          },
        ],
      },
      { targets: [] },
    );
    await engine.approve(run.id);
    const children = () =>
      engine.store.db('runs').where({ parent_run_id: run.id }).pluck('id');
    await engine.until(async () => (await children()).length === 1);
    const [child] = await children();
    await engine.approve(child);
    await engine.reaches(run.id, 'succeeded');
    const built = one.fingerprint;
    expect(built).not.toBe(before);

    const takeBack = async (done: RunRecord) => {
      const undo = await engine.undo(done, []);
      await engine.approve(undo.id);
      const started = () =>
        engine.store
          .db('runs')
          .where({ parent_run_id: undo.id })
          .select('id', 'undo_of');
      await engine.until(async () => (await started()).length === 1);
      const [{ id: childUndo, undo_of: undoOf }] = await started();
      await engine.approve(childUndo);
      await engine.reaches(undo.id, 'succeeded');
      return { undo, childUndo, undoOf };
    };
    const first = await takeBack(run);
    expect(first.undoOf).toBe(child);
    expect(one.fingerprint).toBe(before);

    const second = await takeBack(first.undo);
    expect(second.undoOf).toBe(first.childUndo);
    expect(one.fingerprint).toBe(built);
  });
});
