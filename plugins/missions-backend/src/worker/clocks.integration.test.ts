import { sleepAction } from '../actions/sleep';
import { readEvents, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { shiftDate } from './__testUtils__/shiftDate';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const SHIFT_MS = 30_000;

describe.each(ids)('a replica whose clock is wrong on %s', id => {
  let engine: TestEngine;
  let setRight: () => void;

  beforeEach(async () => {
    setRight = () => {};
    engine = await TestEngine.create(await databases.init(id), [
      new MemoryCluster('one'),
    ]);
  });

  afterEach(async () => {
    setRight();
    engine.hooks.afterIntent = undefined;
    await engine.stop();
  });

  describe.each([
    ['ahead', SHIFT_MS],
    ['behind', -SHIFT_MS],
  ])('%s', (_, shift) => {
    it('keeps its leases, and takes none of others', async () => {
      setRight = shiftDate(shift);
      const leaseMs = 1_000;
      await engine.worker({ leaseMs });
      await engine.worker({ leaseMs });
      const run = await engine.start({
        steps: [paintHouse],
        verify: [houseIsBlue],
      });
      let open = () => {};
      const opened = new Promise<void>(resolve => {
        open = resolve;
      });
      engine.hooks.afterIntent = () => opened;
      await engine.approve(run.id);
      await engine.until(() => engine.hooks.calls.length === 1);
      const { db: tx } = engine.store;
      const lease = async () =>
        (await readTargets({ tx, runIds: [run.id] }))[0];
      const { fence, leaseOwner, leaseUntil } = await lease();
      // Twice longer than a lease that nobody renews, by the database's clock.
      await engine.until(
        async () =>
          (await engine.store.now()).getTime() >
          Date.parse(leaseUntil!) + 2 * leaseMs,
      );
      expect(await lease()).toMatchObject({ fence, leaseOwner });
      expect(engine.hooks.calls).toHaveLength(1);
      open();
      await engine.reaches(run.id, 'succeeded');
      expect(engine.hooks.calls).toHaveLength(1);
    });

    /** What happened to a step that waits for one second. */
    const eventsOfRest = async (action: string) => {
      await engine.worker();
      const run = await engine.start({
        steps: [{ id: 'rest', action, input: { duration: '1s' } }],
        verify: [{ ...houseIsBlue, input: { name: 'house' } }],
      });
      await engine.reaches(run.id, 'succeeded');
      const events = await readEvents({ tx: engine.store.db, runId: run.id });
      return events.filter(({ stepId }) => stepId === 'rest');
    };

    it('sleeps as long as was asked for, and wakes once', async () => {
      setRight = shiftDate(shift);
      const events = await eventsOfRest('core:sleep');
      expect(events.map(({ type }) => type)).toEqual([
        'step.running',
        'step.waiting',
        'step.running',
        'step.succeeded',
      ]);
      const [, waiting, woken] = events.map(({ at }) => Date.parse(at));
      expect(woken - waiting).toBeGreaterThanOrEqual(500);
      expect(woken - waiting).toBeLessThan(SHIFT_MS / 2);
    });

    it('sleeps as long where the clock is set before the wait is kept', async () => {
      engine.registry.addActions({
        ...sleepAction,
        id: 'test:sleep',
        async run(ctx) {
          try {
            return await sleepAction.run(ctx);
          } finally {
            setRight();
            setRight = shiftDate(shift);
          }
        },
      });
      const [, waiting, woken] = (await eventsOfRest('test:sleep')).map(
        ({ at }) => Date.parse(at),
      );
      expect(woken - waiting).toBeGreaterThanOrEqual(500);
      expect(woken - waiting).toBeLessThan(SHIFT_MS / 2);
    });

    it('rests as long as it should after what it could not do', async () => {
      setRight = shiftDate(shift);
      const run = await engine.start({
        steps: [paintHouse],
        verify: [houseIsBlue],
      });
      // Without its mission nothing can go on with it.
      await engine.store
        .db('runs')
        .where({ id: run.id })
        .update({ mission_version: 'gone' });
      await engine.worker();
      const { db: tx } = engine.store;
      const target = async () =>
        (await readTargets({ tx, runIds: [run.id] }))[0];
      await engine.until(async () => (await target()).wakeAt! > run.createdAt);
      await engine.until(async () => (await target()).leaseOwner === undefined);
      const { wakeAt } = await target();
      const rest = Date.parse(wakeAt!) - (await engine.store.now()).getTime();
      expect(rest).toBeGreaterThan(0);
      expect(rest).toBeLessThanOrEqual(5_000);
    });
  });
});
