import { requestPause } from '../../store';
import { listRuns } from '../../store/operations/listRuns';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { RunViewer } from './RunViewer';
import { startUndo } from './startUndo';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';

describe.each(ids)('RunViewer on %s', id => {
  let engine: TestEngine;

  beforeEach(async () => {
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
      new MemoryCluster('two'),
    ]);
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('names the undo runs of a run that is taken back on one target only', async () => {
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const viewer = new RunViewer(engine.store);
    const view = () =>
      viewer.run(
        run.id,
        { ref: OPERATOR, ownershipRefs: [], isUser: true },
        new Map(),
      );
    expect((await view())?.undoRuns).toEqual([]);
    const undo = await startUndo({
      store: engine.store,
      runId: run.id,
      request: { targets: ['two'] },
      initiator: OPERATOR,
    });
    await engine.asks(undo.id);
    expect(await view()).toMatchObject({
      undoneBy: undefined,
      undoRuns: [
        {
          id: undo.id,
          undoOf: run.id,
          state: 'awaiting_approval',
          targets: [{ id: 'two' }],
        },
      ],
    });
  });

  it('says in lists of a run how much stays that was taken back in part', async () => {
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const user = { ref: OPERATOR, ownershipRefs: [], isUser: true };
    const viewer = new RunViewer(engine.store);
    const view = () => viewer.run(run.id, user, new Map());
    const takeBack = async (target: string) => {
      const undo = await startUndo({
        store: engine.store,
        runId: run.id,
        request: { targets: [target] },
        initiator: OPERATOR,
      });
      await engine.approve(undo.id);
      await engine.reaches(undo.id, 'succeeded');
      return undo.id;
    };
    expect((await view())?.keptCount).toBeUndefined();
    const undo = await takeBack('two');
    expect(await view()).toMatchObject({
      undoneBy: undo,
      keptCount: 1,
      kept: undefined,
    });
    await takeBack('one');
    expect((await view())?.keptCount).toBeUndefined();
  });

  it('says in lists of a run that waits for approval whether it is paused', async () => {
    const run = await engine.start({
      steps: [paintHouse],
      verify: [],
    });
    await engine.asks(run.id);
    const listed = async () => {
      const { store } = engine;
      const { runs } = await listRuns({
        tx: store.db,
        dialect: store.dialect,
        filter: { ids: [run.id] },
        limit: 1,
      });
      const user = { ref: OPERATOR, ownershipRefs: [], isUser: true };
      return new RunViewer(store).summaries(runs, user, new Map(), undefined);
    };
    for (const pause of [true, false]) {
      await engine.store.changeRun(run.id, change =>
        requestPause({ change, pause, by: OPERATOR }),
      );
      expect(await listed()).toMatchObject([
        { id: run.id, state: 'awaiting_approval', pauseRequested: pause },
      ]);
    }
  });

  it('says in lists where a run waits at a gate, and since when it waits', async () => {
    const run = await engine.start({
      steps: [
        { id: 'ask', action: 'core:approve', input: { message: 'Go on?' } },
      ],
      verify: [],
    });
    const user = { ref: OPERATOR, ownershipRefs: [], isUser: true };
    const listed = async () => {
      const { store } = engine;
      const { runs } = await listRuns({
        tx: store.db,
        dialect: store.dialect,
        filter: { ids: [run.id] },
        limit: 1,
      });
      const [view] = await new RunViewer(store).summaries(
        runs,
        user,
        new Map(),
        undefined,
      );
      return { gates: view.gates, since: view.waitingSince?.toISOString() };
    };
    await engine.until(
      async () => (await engine.openApprovals(run.id)).length === 2,
    );
    const [since] = (await engine.openApprovals(run.id))
      .map(({ createdAt }) => createdAt)
      .sort();
    expect(await listed()).toEqual({ gates: ['one', 'two'], since });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    expect(await listed()).toEqual({ gates: [], since: undefined });
  });

  it('says since when a failed target waits for a decision', async () => {
    const run = await engine.start({
      steps: [paintHouse],
      verify: [
        {
          id: 'is-red',
          check: 'memory:equals',
          input: { name: 'house', value: 'red' },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const user = { ref: OPERATOR, ownershipRefs: [], isUser: true };
    const view = await new RunViewer(engine.store).run(run.id, user, new Map());
    const { at } = await engine.store
      .db('run_events')
      .where({ run_id: run.id, type: 'target.needs_decision' })
      .orderBy('seq')
      .first('at');
    expect(view?.waitingSince?.toISOString()).toBe(at);
  });

  it('tells what a supplementary approval asks for, which no plan shows', async () => {
    const run = await engine.start({
      steps: [
        paintHouse,
        { id: 'look', action: 'memory:get', input: { name: 'house' } },
        {
          id: 'copy',
          action: 'memory:set',
          input: { name: 'shed', value: '${{ steps.look.output.value }}' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.until(
      async () =>
        (
          await engine.openApprovals(run.id)
        ).filter(({ kind }) => kind === 'supplementary').length === 2,
    );
    const view = await new RunViewer(engine.store).run(
      run.id,
      { ref: OPERATOR, ownershipRefs: [], isUser: true },
      new Map(),
    );
    const asked = (kind: string) =>
      view?.approvals
        .filter(approval => approval.kind === kind)
        .map(({ changes }) =>
          changes?.map(({ object, kind: change }) => [object.name, change]),
        );
    expect(asked('supplementary')).toEqual([
      [['shed', 'create']],
      [['shed', 'create']],
    ]);
    expect(asked('plan')).toEqual([undefined]);
  });
});
