import type { PlannedChange } from '@mission-control/plugin-missions-common';
import { ReapprovalNeeded } from '@mission-control/plugin-missions-node';
import { RunViewer } from '../services/runs/RunViewer';
import { startUndo } from '../services/runs/startUndo';
import {
  type RunRecord,
  readEvidence,
  readJournal,
  readPlans,
  readRun,
  readSteps,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintBlue, startAtRedHouse } from './__testUtils__/house';
import { createSetAction } from './__testUtils__/memoryActions';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import type { TestEngine, TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const CHOICE = expect.stringMatching(/^Stays as it is now, by choice/);
const named = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});

describe.each(ids)('what an undo leaves in place on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let run: RunRecord;

  beforeEach(async () => {
    ({ engine, one } = await startAtRedHouse(await databases.init(id)));
    run = await paintBlue(engine);
    one.objects.set('house', { data: 'green' });
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = (request: Parameters<typeof startUndo>[0]['request'] = {}) =>
    startUndo({
      store: engine.store,
      runId: run.id,
      request,
      initiator: OPERATOR,
    });
  const entries = async () => {
    const tx = engine.store.db;
    const rows = await readJournal({ tx, runId: run.id });
    return rows.map(({ object, state, undoneBy, keptBy, keptReason }) => [
      object.name,
      { state, undoneBy, keptBy, keptReason },
    ]);
  };
  const keepHouse = async () => {
    const { id: runId } = await undo({ keepDrift: [named('house')] });
    await engine.approve(runId);
    return engine.reaches(runId, 'succeeded');
  };

  it('stays open in the journal, and is told by journal, evidence and outcome', async () => {
    const { id: runId, outcome } = await keepHouse();
    expect(await entries()).toEqual([
      ['house', { state: 'done', keptBy: runId, keptReason: CHOICE }],
      ['tree', { state: 'undone', undoneBy: runId }],
    ]);
    expect(outcome).toContain(
      'one succeeded; taken back, except 1 object: ConfigMap test/house (Stays as it is now, by choice',
    );
    const evidence = await readEvidence({ tx: engine.store.db, runId });
    expect(
      evidence
        .filter(({ result }) => result.phase === 'undo')
        .map(({ stepId, result }) => [stepId, result.status, result.message]),
    ).toEqual([
      ['tree', 'pass', 'ConfigMap test/tree: gone'],
      [
        'house',
        'warn',
        expect.stringMatching(/^kept: ConfigMap test\/house: Stays/),
      ],
    ]);
  });

  it('counts on the undo while it stays, also when a later undo keeps it again', async () => {
    const first = await keepHouse();
    const view = (runId: string) =>
      new RunViewer(engine.store).run(
        runId,
        { ref: OPERATOR, ownershipRefs: [], isUser: true },
        new Map(),
      );
    const left = {
      keptCount: 1,
      kept: [{ targetId: 'one', object: named('house'), reason: CHOICE }],
    };
    expect(await view(first.id)).toMatchObject(left);
    expect(await view(run.id)).toMatchObject({ keptCount: 1, kept: undefined });
    const again = await undo({ keepDrift: [named('house')] });
    await engine.reaches(again.id, 'inconclusive');
    expect(await view(again.id)).toMatchObject(left);
    expect(await view(first.id)).toMatchObject(left);
    one.objects.set('house', { data: 'blue' });
    const last = await undo();
    await engine.approve(last.id);
    await engine.reaches(last.id, 'succeeded');
    expect(await view(first.id)).toMatchObject({
      keptCount: undefined,
      kept: undefined,
    });
  });

  it('is offered again, alone, and counts as taken back only then', async () => {
    await keepHouse();
    one.objects.set('house', { data: 'blue' });
    const { id: runId } = await undo();
    await engine.asks(runId);
    const [plan] = await readPlans({ tx: engine.store.db, runId });
    expect(plan.changes.map(({ object }) => object.name)).toEqual(['house']);
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect((await entries())[0]).toEqual([
      'house',
      { state: 'undone', undoneBy: runId },
    ]);
  });

  /** Paints the barn, and has the undo of that approved. */
  async function undoBarn(
    step: Pick<NonNullable<TestSpec['steps']>[number], 'action' | 'undo'>,
  ): Promise<string> {
    const input = { name: 'barn', value: 'blue' };
    run = await engine.start({
      steps: [{ id: 'barn', input, ...step }],
      verify: [{ ...houseIsBlue, input }],
    });
    await engine.approve(run.id);
    run = await engine.reaches(run.id, 'succeeded');
    const { id: runId } = await undo();
    await engine.approve(runId);
    return runId;
  }
  /** Meets what is another than the undo of the barn saw. */
  const changedSince = (stepId: string, more: Partial<PlannedChange>) =>
    new ReapprovalNeeded({
      reason: 'drift',
      message: 'ConfigMap test/barn changed since',
      changes: [
        {
          stepId,
          kind: 'conflict',
          verb: 'set',
          object: named('barn'),
          ...more,
        },
      ],
    });

  it('says of what changed after its approval that it stays, and leaves it', async () => {
    const { undo: ofSet, ...set } = createSetAction(engine.hooks);
    engine.registry.addActions({
      ...set,
      id: 'memory:shy',
      undo: {
        ...ofSet!,
        async run(ctx) {
          if (ctx.approved.some(({ kind }) => kind === 'noop')) {
            return ofSet!.run(ctx);
          }
          throw changedSince(ctx.stepId, { note: 'data was changed' });
        },
      },
    });
    const runId = await undoBarn({ action: 'memory:shy' });
    await engine.asks(runId);
    expect(await engine.openApprovals(runId)).toMatchObject([
      {
        kind: 'drift',
        message: expect.stringMatching(/changed since\. Approved, .* stays/),
        changes: [
          {
            kind: 'noop',
            takeOver: false,
            note: 'Stays as it is. data was changed',
          },
        ],
      },
    ]);
    await engine.approve(runId);
    await engine.reaches(runId, 'inconclusive');
    expect(one.objects.get('barn')).toEqual({ data: 'blue' });
  });

  it('fails where what the mission names as undo meets another owner', async () => {
    engine.registry.addActions({
      ...createSetAction(engine.hooks),
      id: 'memory:shy',
      async run(ctx) {
        throw changedSince(ctx.stepId, { conflictWith: 'argocd' });
      },
    });
    const runId = await undoBarn({
      action: 'memory:set',
      undo: { action: 'memory:shy', input: { name: 'barn', value: 'red' } },
    });
    await engine.reaches(runId, 'needs_decision');
    const [step] = await readSteps({ tx: engine.store.db, runId });
    expect(step.error?.code).toBe('PLAN_CONFLICT');
  });

  it('makes an undo that kept everything no success', async () => {
    await keepHouse();
    const { id: runId } = await undo({ keepDrift: [named('house')] });
    await engine.reaches(runId, 'inconclusive');
    expect((await readRun({ tx: engine.store.db, runId }))?.outcome).toMatch(
      /Nothing was taken back; kept: ConfigMap test\/house/,
    );
    expect((await entries())[0]).toEqual([
      'house',
      { state: 'done', keptBy: runId, keptReason: CHOICE },
    ]);
  });
});
