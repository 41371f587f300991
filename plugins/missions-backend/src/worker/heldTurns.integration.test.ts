import { passWindows } from '../services/runs/passWindows';
import { type RunRecord, requestCancel } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { readTurnWaits } from '../store/operations/readTurnWaits';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import {
  JANE,
  rulesWithWindow,
  startBraked,
  type BrakedEngine,
} from './__testUtils__/startBraked';
import type { TestEngine, TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const paint = (value: string): TestSpec => ({
  steps: [{ ...paintHouse, input: { name: 'house', value } }],
  verify: [{ ...houseIsBlue, input: { name: 'house', value } }],
});

describe.each(ids)('turns of runs that a brake holds on %s', id => {
  let braked: BrakedEngine;
  let engine: TestEngine;
  let one: MemoryCluster;
  let closed: boolean;

  beforeEach(async () => {
    closed = false;
    const rules = rulesWithWindow(() => closed);
    braked = await startBraked(await databases.init(id), rules);
    ({ engine, one } = braked);
  });

  afterEach(() => engine.stop());

  const pass = ({ id: runId }: RunRecord) =>
    engine.store.changeRun(runId, change =>
      passWindows({
        store: engine.store,
        change,
        by: JANE,
        reason: 'Outage 12',
      }),
    );
  const turn = async ({ id: runId }: RunRecord) =>
    (await braked.target(runId)).turn;

  it('are given up by what has written nothing: an undo goes before, and the plan is compared after it', async () => {
    const done = await braked.paint();
    await engine.approve(done.id);
    await engine.reaches(done.id, 'succeeded');
    const frozen = await braked.freeze();
    const green = await engine.start(paint('green'));
    await engine.approve(green.id);
    await braked.isHeld(green.id);
    expect(await turn(green)).toBe('yielded');

    const undo = await engine.undo(done);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'red' });

    await braked.lift(frozen);
    await engine.asks(green.id);
    const [approval] = await engine.openApprovals(green.id);
    expect(approval).toMatchObject({ kind: 'drift', stepId: undefined });
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await engine.approve(green.id);
    await engine.reaches(green.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'green' });
  });

  it('let go at once who waited for them, and are asked for again behind who came meanwhile', async () => {
    closed = true;
    const green = await engine.start({ ...paint('green'), overlap: 'refuse' });
    const hotfix = await engine.start(paint('pink'));
    await engine.asks(green.id);
    await engine.asks(hotfix.id);
    await engine.halt();
    await engine.approve(green.id);
    await engine.approve(hotfix.id);
    await pass(hotfix);
    expect(await turn(hotfix)).toBe('waits');
    let open = () => {};
    const opened = new Promise<void>(resolve => {
      open = resolve;
    });
    engine.hooks.afterIntent = () => opened;
    await engine.worker();
    await engine.until(() => engine.hooks.calls.length === 1);
    expect(await turn(hotfix)).toBe('taken');
    expect(await turn(green)).toBe('yielded');

    await pass(green);
    await engine.until(async () => (await turn(green)) === 'waits');
    const target = await braked.target(green.id);
    expect(target.held).toBeUndefined();
    expect(target.reason).toBe(
      `Waits, because run ${hotfix.id} changes ConfigMap test/house of this cluster`,
    );
    engine.hooks.afterIntent = undefined;
    open();
    await engine.reaches(hotfix.id, 'succeeded');
    await engine.asks(green.id);
    expect(one.objects.get('house')).toEqual({ data: 'pink' });
    await engine.approve(green.id);
    await engine.reaches(green.id, 'succeeded');
  });

  it('go on where nobody came meanwhile', async () => {
    const frozen = await braked.freeze();
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    await braked.lift(frozen);
    await engine.reaches(run.id, 'succeeded');
    const types = await braked.types(run.id);
    expect(types.filter(type => /held/.test(type))).toEqual([
      'target.held',
      'target.unheld',
    ]);
    expect(await turn(run)).toBeUndefined();
  });

  it('are kept by what has written, which others name with how that ends', async () => {
    const done = await braked.paint();
    await engine.approve(done.id);
    await engine.reaches(done.id, 'succeeded');
    engine.hooks.afterIntent = async () => {
      engine.hooks.afterIntent = undefined;
      await braked.freeze();
    };
    const { steps, verify } = paint('green');
    const tree = { id: 'tree', action: 'memory:set' };
    const run = await engine.start({
      steps: [{ ...tree, input: { name: 'tree', value: 1 } }, ...steps!],
      verify,
    });
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    expect(await turn(run)).toBe('taken');

    const undo = await engine.undo(done);
    await engine.reaches(undo.id, 'blocked');
    expect((await braked.target(undo.id)).reason).toMatch(
      new RegExp(
        `Run ${run.id} changes ConfigMap test/house of this cluster, has begun and is held ` +
          `\\(Writes everywhere are frozen by jane since .*: Black Friday\\) until ` +
          `the freeze is lifted, or that run is cancelled$`,
      ),
    );
    const later = await engine.start(paint('pink'));
    await engine.approve(later.id);
    const { db: tx } = engine.store;
    const waits = await readTurnWaits({ tx, runId: later.id });
    expect(waits.get('one')).toMatchObject([{ runId: run.id, held: 'freeze' }]);
    for (const { id: runId, initiator: by } of [undo, later, run]) {
      await engine.store.changeRun(runId, change =>
        requestCancel({ change, by }),
      );
      await engine.reaches(runId, 'cancelled');
    }
  });
});
