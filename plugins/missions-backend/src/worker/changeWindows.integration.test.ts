import { isOutsideWindows, passWindows } from '../services/runs/passWindows';
import { readEvents, readRun, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import {
  JANE,
  rulesWithWindow,
  startBraked,
  type BrakedEngine,
} from './__testUtils__/startBraked';
import type { TestEngine } from './__testUtils__/TestEngine';
import { bothAreBlue } from './__testUtils__/twoWrites';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('change windows on %s', id => {
  let braked: BrakedEngine;
  let engine: TestEngine;
  let one: MemoryCluster;

  let closed: boolean;

  beforeEach(async () => {
    closed = true;
    const rules = rulesWithWindow(
      () => closed,
      ({ name }) => name === 'one',
    );
    braked = await startBraked(await databases.init(id), rules);
    ({ engine, one } = braked);
  });

  afterEach(() => engine.stop());

  it('hold a run outside of them, told with when they open, and let it go on then', async () => {
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    await engine.until(() => braked.worker.busy === 0);
    expect((await braked.target(run.id)).held).toMatchObject({
      kind: 'window',
      name: 'Nights',
      message: expect.stringMatching(
        /^Outside the change window 'Nights'; it opens \w{3} \d+ /,
      ),
      until: expect.any(String),
    });
    closed = false;
    await engine.store
      .db('run_targets')
      .update({ wake_at: '1970-01-01T00:00:00.000Z' });
    await engine.reaches(run.id, 'succeeded');
  });

  it('hold the next write when they close in the middle of a step', async () => {
    closed = false;
    braked.hooks.between = async () => {
      closed = true;
    };
    const run = await engine.start({
      steps: [{ id: 'both', action: 'two:write', input: {} }],
      verify: bothAreBlue,
    });
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    expect([...one.objects.keys()]).toEqual(['house', 'first']);
  });

  it('let an undo pass, and a run by the word of a person, but not a frozen one', async () => {
    const run = await braked.paint();
    await engine.approve(run.id);
    await braked.isHeld(run.id);
    const frozen = await braked.freeze();
    const { store } = engine;
    await store.changeRun(run.id, change =>
      passWindows({ store, change, by: JANE, reason: 'Outage 12' }),
    );
    await engine.until(
      async () => (await braked.target(run.id)).held?.kind === 'freeze',
    );
    await braked.lift(frozen);
    await engine.reaches(run.id, 'succeeded');
    expect(
      (await readRun({ tx: store.db, runId: run.id }))!.windowPass,
    ).toEqual({ by: JANE, reason: 'Outage 12', at: expect.any(String) });
    const events = await readEvents({ tx: store.db, runId: run.id });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'run.windowsPassed',
        by: JANE,
        message: 'Outage 12',
      }),
    );
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
  });

  it('are offered to nobody for what only reads', async () => {
    const reads = {
      id: 'look',
      action: 'memory:get',
      input: { name: 'house' },
    };
    const check = { id: 'is-red', check: 'memory:equals' };
    const looks = await engine.start(
      {
        steps: [reads],
        verify: [{ ...check, input: { name: 'house', value: 'red' } }],
      },
      { planOnly: false },
    );
    const { store } = engine;
    await engine.reaches(looks.id, 'succeeded');
    // As it was while it went on.
    const tx = store.db;
    const run = (await readRun({ tx, runId: looks.id }))!;
    const targets = (await readTargets({ tx, runIds: [looks.id] })).map(
      target => ({ ...target, state: 'running' as const }),
    );
    const goesOn = { ...run, finishedAt: undefined };
    const now = new Date();
    const asked = { store, tx, run: goesOn, targets, now };
    expect(await isOutsideWindows(asked)).toBe(false);
    const writes = await braked.paint();
    await engine.asks(writes.id);
    const own = await readTargets({ tx, runIds: [writes.id] });
    expect(
      await isOutsideWindows({ ...asked, run: writes, targets: own }),
    ).toBe(true);
  });

  it('are passed only where they hold something, and once', async () => {
    closed = false;
    const run = await braked.paint();
    await engine.asks(run.id);
    const { store } = engine;
    const pass = () =>
      store.changeRun(run.id, change =>
        passWindows({ store, change, by: JANE, reason: 'Outage 12' }),
      );
    await expect(pass()).rejects.toThrow('is not held by a change window');
    closed = true;
    await pass();
    await expect(pass()).rejects.toThrow('already');
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    await expect(pass()).rejects.toThrow('succeeded');
  });
});
