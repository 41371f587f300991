import { readTarget, requestCancel, type RunRecord } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { readStandingUndos } from '../../store/operations/readStandingUndos';
import { houseIsBlue, paintHouse } from '../../worker/__testUtils__/house';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { RunViewer } from './RunViewer';
import { startUndo } from './startUndo';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';

describe.each(ids)('an undo of some clusters on %s', id => {
  let engine: TestEngine;
  let alpha: MemoryCluster;
  let beta: MemoryCluster;
  let run: RunRecord;

  beforeEach(async () => {
    alpha = new MemoryCluster('alpha');
    beta = new MemoryCluster('beta');
    engine = await TestEngine.create(await databases.init(id), [alpha, beta]);
    await engine.worker();
    run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    run = await engine.reaches(run.id, 'succeeded');
  });

  afterEach(async () => {
    await engine.stop();
  });

  const undo = (runId: string, targets?: string[]) =>
    startUndo({
      store: engine.store,
      runId,
      request: { targets },
      initiator: OPERATOR,
    });
  const takeBack = async (runId: string, targets?: string[]) => {
    const started = await undo(runId, targets);
    await engine.approve(started.id);
    await engine.reaches(started.id, 'succeeded');
    return started.id;
  };
  const seen = async () => {
    const view = await new RunViewer(engine.store).run(
      run.id,
      { ref: OPERATOR, ownershipRefs: [], isUser: true },
      new Map(),
    );
    return [view?.undoneBy, view?.keptCount];
  };

  it('stands where the undo of it was not about', async () => {
    const undone = await takeBack(run.id);
    expect(await seen()).toEqual([undone, undefined]);
    const restored = await takeBack(undone, ['alpha']);
    expect([alpha, beta].map(({ objects }) => objects.has('house'))).toEqual([
      true,
      false,
    ]);
    expect(await seen()).toEqual([undone, 1]);
    await expect(undo(run.id, ['beta'])).rejects.toMatchObject({
      message: `Run ${run.id} was taken back already, by run ${undone}`,
      details: { nothingLeft: true, undoneBy: undone },
    });
    await expect(undo(run.id, ['alpha'])).rejects.toMatchObject({
      message: `Run ${run.id} was taken back by run ${undone}, and its changes are there again by run ${restored}`,
      details: { restoredBy: restored },
    });
    await expect(undo(run.id)).rejects.toMatchObject({
      message: `Run ${run.id} was taken back by run ${undone}, and its changes on alpha are there again by run ${restored}`,
      details: { restoredBy: restored },
    });
    await takeBack(restored);
    expect(await seen()).toEqual([undone, undefined]);
  });

  it('names the clusters of another undo that goes on for them alone', async () => {
    const first = await undo(run.id, ['alpha']);
    await engine.asks(first.id);
    await expect(undo(run.id, ['beta'])).rejects.toMatchObject({
      code: 'UNDO_REFUSED',
      message: `Run ${run.id} is being taken back by run ${first.id} on alpha alone`,
      remedy: expect.stringMatching(
        /^One undo of a run goes on at a time\. Open/,
      ),
    });
  });

  it('counts where it ended well, however it ended elsewhere', async () => {
    const started = await undo(run.id);
    await engine.reaches(started.id, 'awaiting_approval');
    beta.uid = 'made anew';
    await engine.approve(started.id);
    await engine.until(
      async () =>
        (
          await readTarget({
            tx: engine.store.db,
            runId: started.id,
            targetId: 'alpha',
          })
        )?.state === 'succeeded',
    );
    await engine.reaches(started.id, 'needs_decision');
    expect(await seen()).toEqual([undefined, undefined]);
    await engine.store.changeRun(started.id, change =>
      requestCancel({ change, by: OPERATOR }),
    );
    await engine.reaches(started.id, 'cancelled');
    expect(await seen()).toEqual([started.id, 1]);
  });

  it('counts no more when it was taken back, and the next one does', async () => {
    const first = await takeBack(run.id, ['alpha']);
    const second = await takeBack(run.id, ['beta']);
    expect(await seen()).toEqual([second, undefined]);
    await takeBack(second);
    expect(await seen()).toEqual([first, 1]);
    await takeBack(first);
    expect(await seen()).toEqual([undefined, undefined]);
    expect(
      await readStandingUndos({ tx: engine.store.db, runIds: [run.id] }),
    ).toEqual(new Map());
  });
});
