import { MissionError } from '@mission-control/plugin-missions-common';
import createKnex, { type Knex } from 'knex';
import { mockLogger } from '../__testUtils__/mockLogger';
import { mockScheduler } from '../__testUtils__/mockScheduler';
import { RunCreator } from '../services/runs';
import { Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertOrbit } from '../store/operations/insertOrbit';
import type { OrbitRecord } from '../store/operations/orbitRows';
import { pauseOrbit } from '../store/operations/pauseOrbit';
import { readOrbits } from '../store/operations/readOrbits';
import { readSlots } from '../store/operations/readSlots';
import { someClusters, saveOrbitMission } from './__testUtils__/orbits';
import { OrbitTicker } from './OrbitTicker';
import { startOfSlot } from './schedule';
import { SlotStarter } from './SlotStarter';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const HOUR_MS = 3_600_000;
/** Sooner than the next full minute, mostly. */
const UNTIL_MS = 8_000;

describe.each(ids)('OrbitTicker on %s', id => {
  let store: Store;
  let tickers: OrbitTicker[];
  let otherClient: Knex | undefined;

  /** Two replicas; where one process is the limit, twice in that one. */
  beforeEach(async () => {
    const db = await databases.init(id);
    store = await Store.create({ database: db });
    await saveOrbitMission(store);
    let other = store;
    if (!store.dialect.singleProcess) {
      otherClient = createKnex({ ...db.client.config });
      other = await Store.create({ database: otherClient });
    }
    tickers = [store, other].map(each =>
      OrbitTicker.create({
        store: each,
        starter: SlotStarter.create({
          store: each,
          creator: RunCreator.create({ store: each, clusters: someClusters }),
        }),
        logger: mockLogger(),
      }),
    );
  });

  afterEach(async () => {
    await Promise.all(tickers.map(ticker => ticker.stop()));
    await otherClient?.destroy();
    await store.close();
  });

  /** The hour that began last, and those before it. */
  function hoursAgo(hours: number): string {
    const now = new Date();
    now.setUTCMinutes(0, 0, 0);
    return new Date(now.getTime() - hours * HOUR_MS).toISOString();
  }
  async function orbit(options: Partial<OrbitRecord>): Promise<OrbitRecord> {
    const record: OrbitRecord = {
      id: 'o1',
      missionRef: 'test/look',
      title: 'Every hour',
      schedule: { cadence: 'hourly', timeZone: 'Etc/UTC' },
      targets: [{ cluster: 'eu' }],
      parameters: {},
      owner: 'user:default/jane',
      paused: false,
      createdAt: new Date().toISOString(),
      nextRunAt: options.nextSlotAt,
      ...options,
    };
    await insertOrbit({ tx: store.db, orbit: record });
    return record;
  }
  const tick = () => Promise.all(tickers.map(ticker => ticker.tick()));
  /** Starts every replica, each with the scheduler of its own process. */
  const startAll = () =>
    Promise.all(
      tickers.map(async ticker => {
        const scheduler = mockScheduler();
        await ticker.start(scheduler);
        return scheduler;
      }),
    );
  const runs = () => store.db('runs').orderBy('id');
  const slots = async () =>
    (await readSlots({ tx: store.db })).map(({ slotAt, state, reason }) => ({
      slotAt,
      state,
      reason,
    }));
  /** A run of the orbit that a person started. */
  async function runByHand(): Promise<string> {
    const { run } = await RunCreator.create({
      store,
      clusters: someClusters,
    }).start({
      request: { missionRef: 'test/look', targets: [{ cluster: 'eu' }] },
      initiator: 'user:default/omar',
      trigger: { kind: 'page', orbitId: 'o1' },
      orbitId: 'o1',
    });
    return run.id;
  }
  async function end(runId: string): Promise<void> {
    await store
      .db('runs')
      .where({ id: runId })
      .update({ state: 'succeeded', finished_at: new Date().toISOString() });
  }
  /** The next hour came: slots and orbit are an hour older. */
  async function anHourPasses(): Promise<void> {
    const older = (time: string) =>
      new Date(Date.parse(time) - HOUR_MS).toISOString();
    for (const row of await store.db('orbit_slots').orderBy('slot')) {
      await store
        .db('orbit_slots')
        .where({ slot: row.slot })
        .update({ slot: older(row.slot), starts_at: older(row.starts_at) });
    }
    for (const run of await runs()) {
      await store
        .db('runs')
        .where({ id: run.id })
        .update({ idempotency_key: `${run.id} before` });
    }
    await store
      .db('orbits')
      .update({ next_run_at: hoursAgo(0), next_slot_at: hoursAgo(0) });
  }

  it('starts one run a slot, for its owner, whichever replica ticks', async () => {
    const slot = hoursAgo(0);
    await orbit({ nextSlotAt: slot });
    await Promise.all([tick(), tick(), tick()]);
    await tick();
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run.initiator).toBe('user:default/jane');
    expect(run.reason).toBeNull();
    expect(JSON.parse(run.trigger_json)).toEqual({
      kind: 'schedule',
      orbitId: 'o1',
      slot,
    });
    expect(await slots()).toEqual([{ slotAt: slot, state: 'started' }]);
    const [after] = await readOrbits({ tx: store.db });
    expect(after.lastSlotAt).toBe(slot);
    expect(after.nextSlotAt).toBe(hoursAgo(-1));
    expect(after.nextRunAt).toBe(hoursAgo(-1));
  });

  it('ticks by the scheduler: each minute, at once, on every replica', async () => {
    const [ticker] = tickers;
    const scheduler = mockScheduler();
    await ticker.start(scheduler);
    const [[task, ...others]] = scheduler.scheduleTask.mock.calls;
    expect(others).toEqual([]);
    expect(task).toMatchObject({
      id: 'missions-orbits',
      scope: 'local',
      frequency: { cron: '* * * * *' },
    });
    expect(task.initialDelay).toBeUndefined();
    expect(task.signal!.aborted).toBe(false);
    await ticker.stop();
    expect(task.signal!.aborted).toBe(true);
  });

  it('starts one run a slot, though the schedulers of all replicas tick at once', async () => {
    const schedulers = await startAll();
    await orbit({ nextSlotAt: hoursAgo(0) });
    for (let round = 0; round < 3; round++) {
      await Promise.all(
        schedulers.map(scheduler => scheduler.triggerTask('missions-orbits')),
      );
    }
    expect(await runs()).toHaveLength(1);
    expect((await slots()).map(({ state }) => state)).toEqual(['started']);
  });

  it('tells the scheduler that a tick failed, and ticks again', async () => {
    const [ticker] = tickers;
    const scheduler = mockScheduler();
    await ticker.start(scheduler);
    const [[{ fn }]] = scheduler.scheduleTask.mock.calls;
    const now = jest
      .spyOn(store, 'now')
      .mockRejectedValueOnce(new Error('The database is away'));
    await orbit({ nextSlotAt: hoursAgo(0) });
    const { signal } = new AbortController();
    await expect(fn(signal)).rejects.toThrow('The database is away');
    now.mockRestore();
    await fn(signal);
    expect(await runs()).toHaveLength(1);
  });

  it('is in trouble unless it is started and ends a tick within three minutes', async () => {
    const [ticker] = tickers;
    const scheduler = mockScheduler();
    const trouble = () => ticker.trouble?.message;
    await ticker.tick();
    expect(trouble()).toMatch(/^Orbits start no runs: .* has not started yet/);
    await ticker.start(scheduler);
    expect(trouble()).toBeUndefined();
    const [[{ fn }]] = scheduler.scheduleTask.mock.calls;
    const { signal } = new AbortController();
    const begun = performance.now();
    const clock = jest
      .spyOn(performance, 'now')
      .mockReturnValue(begun + 181_000);
    const now = jest
      .spyOn(store, 'now')
      .mockRejectedValueOnce(new Error('The database is away'));
    try {
      await expect(fn(signal)).rejects.toThrow('The database is away');
      expect(trouble()).toMatch(/ended no round since then/);
      await fn(signal);
      expect(trouble()).toBeUndefined();
    } finally {
      now.mockRestore();
      clock.mockRestore();
    }
    await ticker.stop();
    expect(trouble()).toMatch(/was stopped/);
  });

  it('leaves the rest to the next tick when its time is over', async () => {
    await orbit({ nextSlotAt: hoursAgo(0) });
    const [ticker] = tickers;
    await ticker.tick(AbortSignal.abort());
    expect(await runs()).toEqual([]);
    await ticker.tick();
    expect(await runs()).toHaveLength(1);
  });

  it('catches up the newest of the missed slots and records the others', async () => {
    await orbit({ nextSlotAt: hoursAgo(3) });
    await tick();
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run.reason).toBe('Catches up: 3 earlier slots were missed');
    const reason = `Nobody looked before the slot ${hoursAgo(0)} came`;
    expect(await slots()).toEqual([
      { slotAt: hoursAgo(0), state: 'started' },
      { slotAt: hoursAgo(1), state: 'missed', reason },
      { slotAt: hoursAgo(2), state: 'missed', reason },
      { slotAt: hoursAgo(3), state: 'missed', reason },
    ]);
  });

  it('starts nothing when the grace of the newest is over', async () => {
    const now = new Date();
    const schedule = {
      cron: `${now.getUTCMinutes()} ${(now.getUTCHours() + 20) % 24} * * *`,
      timeZone: 'Etc/UTC',
      graceSeconds: 1800,
    };
    const slot = new Date(now.getTime() - 4 * HOUR_MS);
    slot.setUTCSeconds(0, 0);
    await orbit({ schedule, nextSlotAt: slot.toISOString() });
    await tick();
    expect(await runs()).toEqual([]);
    expect(await slots()).toEqual([
      {
        slotAt: slot.toISOString(),
        state: 'missed',
        reason: 'Nobody could start it within its grace of 30 min',
      },
    ]);
    const [{ nextSlotAt }] = await readOrbits({ tx: store.db });
    expect(Date.parse(nextSlotAt!) - slot.getTime()).toBe(24 * HOUR_MS);
  });

  it('waits for the jitter of the slot and plans the next with its own', async () => {
    const schedule = {
      cadence: 'hourly' as const,
      timeZone: 'Etc/UTC',
      jitterSeconds: 3599,
      // With a late jitter the slot of the last hour may be the newest.
      graceSeconds: 7200,
    };
    const record = await orbit({
      schedule,
      nextSlotAt: hoursAgo(0),
      nextRunAt: new Date(Date.now() + 60_000).toISOString(),
    });
    await tick();
    expect(await runs()).toEqual([]);
    await store.db('orbits').update({
      next_slot_at: hoursAgo(1),
      next_run_at: new Date(Date.now() - 1000).toISOString(),
    });
    await tick();
    expect(await runs()).toHaveLength(1);
    const [after] = await readOrbits({ tx: store.db });
    expect(after.nextRunAt).toBe(
      startOfSlot(record, new Date(after.nextSlotAt!)).toISOString(),
    );
    expect(after.nextRunAt! > after.nextSlotAt!).toBe(true);
  });

  it('skips a slot while the run before goes on, and says why', async () => {
    await orbit({ nextSlotAt: hoursAgo(0) });
    await tick();
    await anHourPasses();
    await tick();
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect((await slots())[0]).toEqual({
      slotAt: hoursAgo(0),
      state: 'skipped',
      reason: `Run ${run.id} still goes on: it is queued`,
    });
    await end(run.id);
    await tick();
    expect(await runs()).toHaveLength(1);
  });

  it('queues the newest slot alone, and starts it once when the run before ends', async () => {
    await orbit({
      schedule: { cadence: 'hourly', timeZone: 'Etc/UTC', overlap: 'queue' },
      nextSlotAt: hoursAgo(0),
    });
    await tick();
    await anHourPasses();
    await tick();
    await anHourPasses();
    await tick();
    const [former] = await runs();
    expect(await slots()).toEqual([
      {
        slotAt: hoursAgo(0),
        state: 'queued',
        reason: `Waits for run ${former.id}`,
      },
      {
        slotAt: hoursAgo(1),
        state: 'skipped',
        reason: `The newer slot ${hoursAgo(0)} waits in its place`,
      },
      { slotAt: hoursAgo(2), state: 'started' },
    ]);
    expect(await runs()).toHaveLength(1);
    await end(former.id);
    await Promise.all([tick(), tick()]);
    const [, next, ...others] = await runs();
    expect(others).toEqual([]);
    expect(next.reason).toBe('Waited for the run before');
    expect(JSON.parse(next.trigger_json).slot).toBe(hoursAgo(0));
    expect((await slots())[0].state).toBe('started');
  });

  it('starts what waits as soon as the run before ends, without a tick', async () => {
    await orbit({
      schedule: { cadence: 'hourly', timeZone: 'Etc/UTC', overlap: 'queue' },
      nextSlotAt: hoursAgo(0),
    });
    const former = await runByHand();
    const [scheduler] = await startAll();
    await scheduler.triggerTask('missions-orbits');
    await until(async () => (await slots())[0]?.state === 'queued');
    await end(former);
    const runId = former;
    const finished = {
      runId,
      seq: 2,
      at: new Date().toISOString(),
      type: 'run.finished',
      data: {},
    };
    store.published(runId, { events: [finished], wake: false, logged: [] });
    await until(async () => (await slots())[0].state === 'started');
    expect(await runs()).toHaveLength(2);
  });

  it('does not start while paused or before its time', async () => {
    await orbit({ nextSlotAt: hoursAgo(0), paused: true });
    await tick();
    await store.db('orbits').update({
      paused: false,
      next_run_at: hoursAgo(-2),
      next_slot_at: hoursAgo(-2),
    });
    await tick();
    expect(await runs()).toEqual([]);
    expect(await slots()).toEqual([]);
  });

  it('skips what waits when its orbit is paused', async () => {
    await orbit({
      schedule: { cadence: 'hourly', timeZone: 'Etc/UTC', overlap: 'queue' },
      nextSlotAt: hoursAgo(0),
    });
    const former = await runByHand();
    await tick();
    await store.transaction(tx => pauseOrbit({ tx, orbitId: 'o1' }));
    await end(former);
    await tick();
    expect(await slots()).toEqual([
      {
        slotAt: hoursAgo(0),
        state: 'skipped',
        reason: 'The orbit was paused',
      },
    ]);
    expect(await runs()).toHaveLength(1);
  });

  it('records why a slot started nothing, and goes on with other orbits', async () => {
    await orbit({ nextSlotAt: hoursAgo(0), missionRef: 'test/gone' });
    await orbit({ id: 'o2', nextSlotAt: hoursAgo(0) });
    await tick();
    const [slot] = await readSlots({ tx: store.db, orbitId: 'o1' });
    expect(slot.state).toBe('refused');
    expect(slot.reason).toMatch('NOT_FOUND: There is no mission');
    expect((await runs()).map(run => run.orbit_id)).toEqual(['o2']);
  });

  it('tries again what may pass, until the grace is over', async () => {
    await orbit({ nextSlotAt: hoursAgo(0) });
    const create = jest
      .fn()
      .mockRejectedValue(new MissionError('CLUSTER_TIMEOUT', 'No answer'));
    const logger = mockLogger();
    const ticker = OrbitTicker.create({
      store,
      starter: SlotStarter.create({
        store,
        creator: { start: create } as unknown as RunCreator,
      }),
      logger,
    });
    const claimed = (minutes: number) =>
      store.db('orbit_slots').update({
        claimed_at: new Date(Date.now() - minutes * 60_000).toISOString(),
      });
    await ticker.tick();
    await claimed(1);
    await ticker.tick();
    expect(create).toHaveBeenCalledTimes(2);
    expect(logger.error).toHaveBeenCalledTimes(2);
    expect((await slots())[0].state).toBe('due');
    await claimed(61);
    await ticker.tick();
    expect(create).toHaveBeenCalledTimes(2);
    expect((await slots())[0].state).toBe('missed');
  });

  describe('after the replica that took a slot died', () => {
    const minutesAgo = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    async function takenSlot(claimedAt: string, paused = false): Promise<void> {
      await orbit({ nextSlotAt: hoursAgo(-1), paused });
      await store.db('orbit_slots').insert({
        orbit_id: 'o1',
        slot: hoursAgo(0),
        starts_at: hoursAgo(0),
        state: 'due',
        claimed_at: claimedAt,
      });
    }

    it('starts its run, once', async () => {
      await takenSlot(minutesAgo(1));
      await tick();
      await tick();
      const [run, ...others] = await runs();
      expect(others).toEqual([]);
      const [slot] = await readSlots({ tx: store.db });
      expect([slot.state, slot.runId]).toEqual(['started', run.id]);
    });

    it('leaves it alone while the replica may still be at it', async () => {
      await takenSlot(minutesAgo(0));
      await tick();
      expect((await slots())[0].state).toBe('due');
    });

    it('finds the run that was started, though another goes on now', async () => {
      await takenSlot(minutesAgo(0));
      const { run } = await RunCreator.create({
        store,
        clusters: someClusters,
      }).start({
        request: {
          missionRef: 'test/look',
          title: 'Every hour',
          targets: [{ cluster: 'eu' }],
        },
        initiator: 'user:default/jane',
        trigger: { kind: 'schedule', orbitId: 'o1', slot: hoursAgo(0) },
        idempotencyKey: `orbit:o1:${hoursAgo(0)}`,
        orbitId: 'o1',
      });
      await end(run.id);
      await runByHand();
      await store.db('orbit_slots').update({ claimed_at: minutesAgo(1) });
      await tick();
      const [slot] = await readSlots({ tx: store.db });
      expect([slot.state, slot.runId]).toEqual(['started', run.id]);
      expect(await runs()).toHaveLength(2);
    });

    it('misses it when its grace is over, and skips it when paused', async () => {
      await takenSlot(minutesAgo(61));
      await tick();
      expect((await slots())[0].state).toBe('missed');
      await store.db('orbits').delete();
      await store.db('orbit_slots').delete();
      await takenSlot(minutesAgo(1), true);
      await tick();
      expect((await slots())[0].state).toBe('skipped');
      expect(await runs()).toEqual([]);
    });
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + UNTIL_MS;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error('It did not come true');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
