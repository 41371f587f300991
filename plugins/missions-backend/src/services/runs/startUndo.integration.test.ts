import type { UndoRequest } from '@mission-control/plugin-missions-common';
import type { RunRecord } from '../../store';
import { readStandingUndos } from '../../store/operations/readStandingUndos';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import {
  TestEngine,
  type TestSpec,
} from '../../worker/__testUtils__/TestEngine';
import { startUndo } from './startUndo';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';

const paint: TestSpec = {
  steps: [paintHouse],
  verify: [houseIsBlue],
};
const house = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name: 'house',
};

describe.each(ids)('startUndo on %s', id => {
  let engine: TestEngine;
  let run: RunRecord;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
    await engine.worker();
    run = await engine.start(paint);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = (request: UndoRequest = {}, idempotencyKey?: string) =>
    startUndo({
      store: engine.store,
      runId: run.id,
      request,
      initiator: OPERATOR,
      idempotencyKey,
    });
  const succeeded = async () => {
    await engine.approve(run.id);
    run = await engine.reaches(run.id, 'succeeded');
  };

  /** Takes a run back to the end, and answers the undo's id. */
  const finishedUndo = async (runId: string) => {
    const started = await startUndo({
      store: engine.store,
      runId,
      request: {},
      initiator: OPERATOR,
    });
    await engine.approve(started.id);
    await engine.reaches(started.id, 'succeeded');
    return started.id;
  };

  it('gives the same run for the same key and request, also when both come at once', async () => {
    await succeeded();
    const [first, second] = await Promise.all([
      undo({ reason: 'Wrong colour' }, 'k'),
      undo({ reason: 'Wrong colour' }, 'k'),
    ]);
    expect(first).toMatchObject({ undoOf: run.id, initiator: OPERATOR });
    expect(second.id).toBe(first.id);
    const again = await undo({ reason: 'Wrong colour' }, 'k');
    expect(again.id).toBe(first.id);
  });

  it('refuses the same key with another request', async () => {
    await succeeded();
    const first = await undo({}, 'k');
    await expect(undo({ overwriteDrift: [house] }, 'k')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
      message: expect.stringContaining(first.id),
    });
  });

  it('refuses an empty list of targets, which would not mean all', async () => {
    await succeeded();
    await expect(undo({ targets: [] })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(/^targets: /),
      remedy: expect.stringContaining('leave targets out'),
    });
    expect((await undo()).undo?.targets).toEqual(['one']);
  });

  it('takes only objects to overwrite that the run changed', async () => {
    await succeeded();
    const tree = { ...house, name: 'tree' };
    await expect(undo({ overwriteDrift: [house, tree] })).rejects.toMatchObject(
      {
        code: 'INPUT_INVALID',
        message: expect.stringMatching(
          /overwriteDrift\[1\].*ConfigMap test\/tree \(v1\)/,
        ),
        remedy: expect.stringContaining('ConfigMap test/house (v1)'),
      },
    );
    const started = await undo({ overwriteDrift: [house] });
    expect(started.undo?.overwriteDrift).toEqual([{ ...house, target: 'one' }]);
  });

  it('names the run that took it back already', async () => {
    await succeeded();
    const first = await undo();
    await expect(undo()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: expect.stringContaining(first.id),
      remedy: expect.stringMatching(new RegExp(`${first.id}.*cancel it`)),
    });
    await engine.approve(first.id);
    await engine.reaches(first.id, 'succeeded');
    await expect(undo()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: `Run ${run.id} was taken back already, by run ${first.id}`,
      remedy: expect.stringContaining(first.id),
      details: { undoneBy: first.id },
    });
  });

  it('names the run that restored it, whose undo takes it back again', async () => {
    await succeeded();
    const standing = async () =>
      (await readStandingUndos({ tx: engine.store.db, runIds: [run.id] })).get(
        run.id,
      )?.undoneBy;
    const undone = await finishedUndo(run.id);
    expect(await standing()).toBe(undone);

    const restored = await finishedUndo(undone);
    expect(await standing()).toBeUndefined();
    await expect(undo()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: `Run ${run.id} was taken back by run ${undone}, and its changes are there again by run ${restored}`,
      remedy: expect.stringContaining(`Open run ${restored}`),
      // A sequence must not take it for a child that only looked.
      details: { restoredBy: restored },
    });

    const again = await finishedUndo(restored);
    expect(await standing()).toBe(undone);
    await expect(undo()).rejects.toMatchObject({
      message: `Run ${run.id} was taken back already, by run ${again}`,
      details: { nothingLeft: true, undoneBy: again },
    });
  });

  it('says why a run that waits, changed nothing or is too old is refused', async () => {
    await engine.asks(run.id);
    await expect(undo({ targets: ['one'] })).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: expect.stringContaining('waits for approval'),
      remedy: expect.stringContaining('cancel'),
    });
    await expect(undo()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: expect.stringContaining('changed nothing'),
    });
    await expect(undo({ targets: ['two'] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      remedy: 'Name one of its targets: one.',
    });
    await succeeded();
    await engine.store
      .db('runs')
      .where({ id: run.id })
      .update({ undo_until: new Date(0).toISOString() });
    await expect(undo()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: expect.stringMatching(
        /could be taken back until .*; that time is over$/,
      ),
      remedy: expect.stringContaining('missions.undo.retention'),
    });
  });

  it('refuses what is irreversible with its reason and its objects', async () => {
    await succeeded();
    await engine.store
      .db('run_journal')
      .where({ run_id: run.id })
      .update({ irreversible: 'Paint stays' });
    await expect(undo()).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: expect.stringContaining('Paint stays'),
      remedy: expect.stringContaining('ConfigMap test/house'),
    });
  });
});
