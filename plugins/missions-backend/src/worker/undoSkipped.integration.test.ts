import { MissionError } from '@mission-control/plugin-missions-common';
import { RunViewer } from '../services/runs/RunViewer';
import { startUndo } from '../services/runs/startUndo';
import { type RunRecord, readJournal } from '../store';
import { decideTarget } from '../store/operations/decideTarget';
import { engineDatabases } from '../store/__testUtils__/databases';
import { paintBlue, startAtRedHouse } from './__testUtils__/house';
import { createSetAction } from './__testUtils__/memoryActions';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import type { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const REASON =
  'Its step of the undo failed and was skipped by operator: The tree may stay';
const named = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

describe.each(ids)('an undo of which a failed step is skipped on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let run: RunRecord;
  /** Names of what the cluster lets nobody take back. */
  let denied: string[];

  beforeEach(async () => {
    denied = ['tree'];
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
    const { undo: ofSet, ...set } = createSetAction(engine.hooks);
    engine.registry.addActions({
      ...set,
      id: 'memory:guarded',
      undo: {
        ...ofSet!,
        async run(ctx) {
          if (ctx.records.some(({ object }) => denied.includes(object.name))) {
            throw new MissionError('CLUSTER_FORBIDDEN', 'DELETE is forbidden');
          }
          return ofSet!.run(ctx);
        },
      },
    });
    run = await paintBlue(engine, 'memory:guarded');
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = () =>
    startUndo({
      store: engine.store,
      runId: run.id,
      request: {},
      initiator: OPERATOR,
    });
  const skip = (runId: string, stepId: string) =>
    engine.store.changeRun(runId, change =>
      decideTarget({
        change,
        targetId: 'one',
        stepId,
        decision: 'skip',
        by: OPERATOR,
        reason: 'The tree may stay',
      }),
    );
  const view = (runId: string) =>
    new RunViewer(engine.store).run(
      runId,
      { ref: OPERATOR, ownershipRefs: [], isUser: true },
      new Map(),
    );
  const skipTree = async () => {
    const { id: runId } = await undo();
    await engine.approve(runId);
    await engine.reaches(runId, 'needs_decision');
    await skip(runId, 'tree');
    return engine.reaches(runId, 'succeeded');
  };

  it('says what that step left, and who skipped it and why', async () => {
    const { id: runId, outcome } = await skipTree();
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect(one.objects.get('tree')).toEqual({ data: 'blue' });
    expect(outcome).toBe(
      `one succeeded; 1 failed step was skipped by a person; taken back, except 1 object: ConfigMap test/tree (${REASON})`,
    );
    const journal = await readJournal({ tx: engine.store.db, runId: run.id });
    expect(
      journal.map(({ object, state, keptBy, keptReason }) => [
        object.name,
        { state, keptBy, keptReason },
      ]),
    ).toEqual([
      ['house', { state: 'undone' }],
      ['tree', { state: 'done', keptBy: runId, keptReason: REASON }],
    ]);
    expect(await view(runId)).toMatchObject({
      keptCount: 1,
      kept: [{ targetId: 'one', object: named('tree'), reason: REASON }],
    });
    expect(await view(run.id)).toMatchObject({ keptCount: 1 });
  });

  it('no longer does once a later undo took it back', async () => {
    const first = await skipTree();
    denied = [];
    const { id: runId } = await undo();
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(one.objects.has('tree')).toBe(false);
    expect(await view(first.id)).toMatchObject({
      keptCount: undefined,
      kept: undefined,
    });
  });

  it('is no success where every step of it was skipped', async () => {
    denied = ['tree', 'house'];
    const { id: runId } = await undo();
    await engine.approve(runId);
    for (const stepId of ['tree', 'house']) {
      await engine.reaches(runId, 'needs_decision');
      await skip(runId, stepId);
    }
    const { outcome } = await engine.reaches(runId, 'inconclusive');
    expect(outcome).toContain('kept: ConfigMap test/house (');
    expect(await view(runId)).toMatchObject({ keptCount: 2 });
  });
});
