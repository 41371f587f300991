import {
  MissionError,
  type CreateOrbitRequest,
  type MissionSpec,
  type Run,
} from '@mission-control/plugin-missions-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { mockLogger } from '../../__testUtils__/mockLogger';
import type { ClusterRegistry } from '../../clusters';
import { OrbitTicker, SlotStarter } from '../../orbits';
import {
  someClusters,
  saveOrbitMission,
} from '../../orbits/__testUtils__/orbits';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { queueLook } from '../../store/operations/queueLook';
import { DefaultRunService, RunCreator } from '../runs';
import { DefaultOrbitService } from './DefaultOrbitService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const credentials = userCredentials('user:default/jane');
const HOUR_MS = 3_600_000;

describe.each(ids)('DefaultOrbitService on %s', id => {
  let store: Store;
  let service: DefaultOrbitService;
  let ticker: OrbitTicker;
  let isUser: boolean;

  beforeEach(async () => {
    isUser = true;
    store = await Store.create({ database: await databases.init(id) });
    await saveOrbitMission(store);
    const users = {
      resolve: async () => ({
        ref: 'user:default/jane',
        ownershipRefs: ['user:default/jane'],
        isUser,
      }),
    };
    const creator = RunCreator.create({ store, clusters: someClusters });
    service = DefaultOrbitService.create({
      store,
      creator,
      clusters: someClusters,
      users,
      runs: DefaultRunService.create({ store, creator, users }),
    });
    ticker = OrbitTicker.create({
      store,
      starter: SlotStarter.create({ store, creator }),
      logger: mockLogger(),
    });
  });

  afterEach(async () => {
    await store.close();
  });

  const enable = (request: Partial<CreateOrbitRequest> = {}) =>
    service.create({
      credentials,
      request: {
        missionRef: 'test/look',
        targets: [{ cluster: 'eu' }],
        schedule: { cadence: 'hourly' },
        ...request,
      },
    });
  async function look(orbitId: string, idempotencyKey?: string): Promise<Run> {
    const made = await service.run({ credentials, orbitId, idempotencyKey });
    if (!('run' in made)) {
      throw new Error(`It waits: ${made.slot.reason}`);
    }
    return made.run;
  }
  const withSchedule = (schedule: MissionSpec['schedule']) =>
    saveOrbitMission(store, { schedule });
  /** Its slot came this long ago. */
  async function due(orbitId: string, agoMs: number): Promise<string> {
    const slot = new Date(Date.now() - agoMs).toISOString();
    await store
      .db('orbits')
      .where({ id: orbitId })
      .update({ next_run_at: slot, next_slot_at: slot });
    return slot;
  }
  async function end(runId: string, state: string): Promise<void> {
    await store.db('run_targets').where({ run_id: runId }).update({ state });
    await store
      .db('runs')
      .where({ id: runId })
      .update({ state, finished_at: new Date().toISOString() });
  }

  it('enables one orbit for the same request twice, and refuses another', async () => {
    const ask = (targets: string[]) =>
      service.create({
        credentials,
        idempotencyKey: 'k',
        request: {
          missionRef: 'test/look',
          targets: targets.map(cluster => ({ cluster })),
          schedule: { cadence: 'hourly' },
        },
      });
    const [first, second] = await Promise.all([ask(['eu']), ask(['eu'])]);
    expect(second.id).toBe(first.id);
    await expect(ask(['us'])).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await service.list({ credentials })).toHaveLength(1);
    const orbitId = first.id;
    await service.remove({ credentials, orbitId });
    expect((await ask(['us'])).targets).toEqual([{ cluster: 'us' }]);
  });

  it('enables nothing anew for a repeated request, whatever became of mission and cluster', async () => {
    const clusters = { usable: someClusters.usable };
    const creator = RunCreator.create({
      store,
      clusters: clusters as ClusterRegistry,
    });
    const users = {
      resolve: async () => ({
        ref: 'user:default/jane',
        ownershipRefs: [],
        isUser,
      }),
    };
    const late = DefaultOrbitService.create({
      store,
      creator,
      clusters: someClusters,
      users,
      runs: DefaultRunService.create({ store, creator, users }),
    });
    const childAuthority = jest.fn(async () => undefined);
    const request: CreateOrbitRequest = {
      missionRef: 'test/look',
      targets: [{ cluster: 'eu' }],
      schedule: { cadence: 'hourly' },
    };
    const ask = (change: Partial<CreateOrbitRequest> = {}) =>
      late.create({
        credentials,
        idempotencyKey: 'k',
        request: { ...request, ...change },
        childAuthority,
      });
    const lookAt = (orbitId: string) =>
      late.run({ credentials, orbitId, idempotencyKey: 'l', childAuthority });
    const orbit = await ask();
    const looked = await lookAt(orbit.id);
    clusters.usable = async name => {
      throw new MissionError('CLUSTER_UNKNOWN', `No cluster '${name}'`);
    };
    await withSchedule({ cadence: 'weekly', timeZone: 'Europe/Berlin' });
    expect((await ask()).schedule).toEqual(orbit.schedule);
    await store.db('missions').delete();
    expect((await ask({ title: ' ' })).id).toBe(orbit.id);
    expect(await lookAt(orbit.id)).toMatchObject({
      run: { id: 'run' in looked && looked.run.id },
    });
    expect(childAuthority).toHaveBeenCalledTimes(2);
    for (const change of [
      { targets: [{ cluster: 'eu', role: 'a' }] },
      { title: 'Mine' },
      { parameters: { replicas: 2 } },
      { schedule: { cadence: 'daily' } },
      { missionRef: 'test/other' },
    ] as Partial<CreateOrbitRequest>[]) {
      await expect(ask(change)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_CONFLICT',
        message: expect.stringContaining(`(${orbit.id})`),
      });
    }
    expect(await late.list({ credentials })).toHaveLength(1);
  });

  it('enables two orbits for two keys', async () => {
    const [first, second] = [await enable(), await enable()];
    expect(second.id).not.toBe(first.id);
  });

  it('takes from the mission what the request leaves open', async () => {
    await withSchedule({
      cron: '30 4 * * *',
      timeZone: 'Europe/Berlin',
      grace: '90m',
      jitter: '10m',
      overlap: 'queue',
      history: 7,
    });
    const mine = await enable({ schedule: { graceSeconds: 60 } });
    expect(mine.schedule).toEqual({
      cron: '30 4 * * *',
      timeZone: 'Europe/Berlin',
      graceSeconds: 60,
      jitterSeconds: 600,
      overlap: 'queue',
      history: 7,
    });
    expect(mine.owner).toBe('user:default/jane');
    const other = await enable({
      schedule: { cadence: 'daily', overlap: 'skip', jitterSeconds: 0 },
    });
    expect(other.schedule).toEqual({
      cadence: 'daily',
      timeZone: 'Europe/Berlin',
      graceSeconds: 5400,
      jitterSeconds: 0,
      overlap: 'skip',
      history: 7,
    });
    expect(other.nextRunAt).toEqual(other.nextSlotAt);
  });

  it('enables no draft: every run of it would be refused', async () => {
    await saveOrbitMission(store, { lifecycle: 'draft' });
    await expect(enable()).rejects.toMatchObject({ code: 'MISSION_DRAFT' });
  });

  it.each([
    [{ schedule: { cron: '* * * * *' } }, 'INPUT_INVALID', 'schedule.cron'],
    [
      { schedule: { cadence: 'hourly', jitterSeconds: 3600 } },
      'INPUT_INVALID',
      'schedule.jitter',
    ],
    [{ schedule: {} }, 'INPUT_INVALID', 'exactly one of cadence and cron'],
    [{ targets: [] }, 'INPUT_INVALID', 'at least 1'],
    [
      { targets: [{ cluster: 'eu' }, { cluster: 'eu' }] },
      'INPUT_INVALID',
      "the cluster 'eu' twice",
    ],
    [
      { targets: [{ cluster: 'eu' }, { cluster: 'gone' }] },
      'CLUSTER_UNKNOWN',
      "no cluster 'gone'",
    ],
    [
      { targets: [{ cluster: 'eu', role: 'hub' }] },
      'INPUT_INVALID',
      'the mission knows no roles',
    ],
    [{ missionRef: 'test/gone' }, 'NOT_FOUND', "no mission 'test/gone'"],
  ] as [Partial<CreateOrbitRequest>, string, string][])(
    'refuses %j',
    async (request, code, message) => {
      await expect(enable(request)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      });
      expect(await service.list({ credentials })).toEqual([]);
    },
  );

  it('refuses a mission that does not recur, and an owner who is nobody', async () => {
    await saveOrbitMission(store, { type: 'fix' });
    await expect(enable()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('is of type fix'),
    });
    await saveOrbitMission(store);
    isUser = false;
    await expect(enable()).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('shows when the next slot starts, its jitter included', async () => {
    const orbit = await enable({
      schedule: { cadence: 'hourly', jitterSeconds: 3599 },
    });
    const laterMs = orbit.nextRunAt!.getTime() - orbit.nextSlotAt!.getTime();
    expect(laterMs).toBeGreaterThanOrEqual(0);
    expect(laterMs).toBeLessThan(HOUR_MS);
    const { items } = await service.upcoming({ credentials, hours: 3 });
    expect(items[0]).toMatchObject({
      orbitId: orbit.id,
      slotAt: orbit.nextSlotAt,
      startsAt: orbit.nextRunAt,
      late: false,
      clusters: ['eu'],
    });
  });

  it('shows what became of its slots, as many as its history is long', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', history: 2 },
    });
    const missed = await due(orbitId, 2 * HOUR_MS);
    await ticker.tick();
    let orbit = await service.get({ credentials, orbitId });
    const [started] = orbit.slots!;
    expect(orbit.slots!.map(({ state, runId }) => [state, runId])).toEqual([
      ['started', orbit.lastRun!.id],
      ['missed', undefined],
    ]);
    expect(orbit.lastSlotAt).toEqual(started.slotAt);
    expect(orbit.state).toBe('running');
    await due(orbitId, 1000);
    await ticker.tick();
    orbit = await service.get({ credentials, orbitId });
    expect(orbit.slots).toEqual([
      {
        slotAt: expect.any(Date),
        startsAt: expect.any(Date),
        state: 'skipped',
        reason: `Run ${orbit.lastRun!.id} still goes on: it is queued`,
        runId: undefined,
      },
      started,
    ]);
    expect(await store.db('orbit_slots').where({ slot: missed })).toHaveLength(
      1,
    );
    const [listed] = await service.list({ credentials });
    expect(listed.slots).toBeUndefined();
    expect(listed.recent.map(run => run.outcome)).toEqual(['running']);
  });

  it('shows as many runs as its history is long, newest last', async () => {
    const orbit = await enable({ schedule: { cadence: 'daily', history: 2 } });
    const other = await enable({ schedule: { cadence: 'daily' } });
    const started: string[] = [];
    for (const each of [orbit, orbit, other, orbit]) {
      const run = await look(each.id);
      await end(run.id, each === other ? 'inconclusive' : 'succeeded');
      started.push(run.id);
    }
    const [, second, third, fourth] = started;
    const shown = await service.get({ credentials, orbitId: orbit.id });
    expect(shown.recent.map(run => run.runId)).toEqual([second, fourth]);
    const list = await service.list({ credentials });
    expect(
      list.map(({ state, lastRun, recent }) => [
        state,
        lastRun!.id,
        recent.map(run => run.outcome),
      ]),
    ).toEqual([
      ['down', third, ['did_not_look']],
      ['up', fourth, ['looked', 'looked']],
    ]);
  });

  it('is down when nobody could look, and up when somebody did since', async () => {
    const farHour = (new Date().getUTCHours() + 12) % 24;
    const { id: orbitId } = await enable({
      schedule: { cron: `0 ${farHour} * * *`, graceSeconds: 300 },
    });
    const state = async () =>
      (await service.get({ credentials, orbitId })).state;
    await due(orbitId, HOUR_MS);
    expect(await state()).toBe('down');
    await ticker.tick();
    expect(await state()).toBe('down');
    const run = await look(orbitId);
    expect(run.trigger).toEqual({ kind: 'page', orbitId });
    await end(run.id, 'succeeded');
    expect(await state()).toBe('up');
  });

  it('is late until its slot starts, and says so among what is upcoming', async () => {
    const { id: orbitId } = await enable({ schedule: { cadence: 'daily' } });
    const slot = new Date(await due(orbitId, HOUR_MS / 2));
    const orbit = await service.get({ credentials, orbitId });
    expect([orbit.state, orbit.lateSince]).toEqual(['late', slot]);
    const { items } = await service.upcoming({ credentials });
    expect(items[0]).toMatchObject({ startsAt: slot, late: true });
    const endless = await service.upcoming({ credentials, hours: Infinity });
    expect(endless.until).toBeInstanceOf(Date);
    expect(endless.until.getTime()).toBeLessThan(
      Date.now() + 32 * 24 * HOUR_MS,
    );
  });

  it('shows the slot that waits, for which run, and skips it when paused', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', overlap: 'queue' },
    });
    const run = await look(orbitId);
    const slot = new Date(await due(orbitId, 1000));
    await ticker.tick();
    const { items } = await service.upcoming({ credentials, hours: 2 });
    expect(items[0]).toMatchObject({ slotAt: slot, waitsForRunId: run.id });
    expect(items[1].waitsForRunId).toBeUndefined();
    const paused = await service.pause({ credentials, orbitId });
    expect([paused.state, paused.nextRunAt]).toEqual(['paused', undefined]);
    expect(paused.slots![0]).toMatchObject({
      state: 'skipped',
      reason: 'The orbit was paused',
    });
    expect((await service.upcoming({ credentials })).items).toEqual([]);
  });

  it('goes on with the next slot after a pause, without catching up', async () => {
    const { id: orbitId } = await enable();
    await service.pause({ credentials, orbitId });
    await due(orbitId, 5 * HOUR_MS);
    const resumed = await service.resume({ credentials, orbitId });
    expect(resumed.nextSlotAt!.getTime()).toBeGreaterThan(Date.now());
    await ticker.tick();
    expect(await store.db('runs')).toEqual([]);
    expect(await store.db('orbit_slots')).toEqual([]);
  });

  it('gives the soonest slots of the missions that may be seen', async () => {
    const orbit = await enable();
    const all = await service.upcoming({ credentials, hours: 5, limit: 3 });
    expect(all.items).toHaveLength(3);
    expect(all.truncated).toBe(true);
    expect(all.until.getTime() - all.at.getTime()).toBe(5 * HOUR_MS);
    expect(all.items[0].orbitId).toBe(orbit.id);
    const none = await service.upcoming({
      credentials,
      missionRefs: new Set(['test/other']),
    });
    expect([none.items, none.truncated]).toEqual([[], false]);
  });

  it('gives the same run for the same key, also at once', async () => {
    const { id: orbitId } = await enable();
    const [first, again] = await Promise.all([
      look(orbitId, 'k'),
      look(orbitId, 'k'),
    ]);
    expect(again.id).toBe(first.id);
    await end(first.id, 'succeeded');
    expect((await look(orbitId, 'k')).id).toBe(first.id);
    expect((await look(orbitId, 'other')).id).not.toBe(first.id);
  });

  it('refuses a second look while one goes on, and names its run', async () => {
    const { id: orbitId } = await enable();
    const both = await Promise.allSettled([look(orbitId, 'a'), look(orbitId)]);
    const [run] = both.flatMap(each =>
      each.status === 'fulfilled' ? [each.value] : [],
    );
    const refusals = both.flatMap(each =>
      each.status === 'rejected' ? [each.reason] : [],
    );
    expect(refusals).toEqual([
      expect.objectContaining({
        code: 'CONFLICT',
        status: 409,
        message: expect.stringContaining(run.id),
        details: { runId: run.id },
      }),
    ]);
    await end(run.id, 'failed');
    expect((await look(orbitId)).id).not.toBe(run.id);
  });

  it('lets a look wait when slots wait, once, and starts it afterwards', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', overlap: 'queue' },
    });
    const run = await look(orbitId);
    const wait = () => service.run({ credentials, orbitId });
    const waiting = await wait();
    expect(waiting).toEqual({
      slot: expect.objectContaining({
        state: 'queued',
        reason: `user:default/jane asked for a look, which waits for run ${run.id}`,
      }),
    });
    expect(await wait()).toEqual(waiting);
    await end(run.id, 'succeeded');
    await ticker.tick();
    const { slots } = await service.get({ credentials, orbitId });
    expect(slots).toEqual([
      expect.objectContaining({ state: 'started', runId: expect.any(String) }),
    ]);
  });

  it('gives the waiting slot, and then its run, for the same key', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', overlap: 'queue' },
    });
    const ask = (idempotencyKey: string) =>
      service.run({ credentials, orbitId, idempotencyKey });
    const before = await look(orbitId);
    const [waiting, twice] = await Promise.all([ask('k'), ask('k')]);
    expect(waiting).toEqual({
      slot: expect.objectContaining({ state: 'queued' }),
    });
    expect(twice).toEqual(waiting);
    expect(await ask('of another tab')).toEqual(waiting);
    await end(before.id, 'succeeded');
    expect(await ask('k')).toEqual(waiting);
    await ticker.tick();
    const { id: runId } = await look(orbitId, 'k');
    await end(runId, 'succeeded');
    for (const key of ['k', 'of another tab']) {
      expect((await look(orbitId, key)).id).toBe(runId);
    }
    await store.db('missions').delete();
    expect((await look(orbitId, 'k')).id).toBe(runId);
    expect(await store.db('runs').orderBy('id').pluck('id')).toEqual([
      before.id,
      runId,
    ]);
    expect(await store.db('orbit_slots')).toHaveLength(1);
  });

  it('queues nothing beside the run that the same key just started', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', overlap: 'queue' },
    });
    const { id: runId } = await look(orbitId, 'k');
    const key = { by: 'user:default/jane', key: `look:${orbitId}:k` };
    const now = (await store.now()).toISOString();
    const queue = () =>
      store.transaction(tx =>
        queueLook({ tx, orbitId, now, reason: 'asked', look: key }),
      );
    expect(await queue()).toEqual({ runId });
    expect(await store.db('orbit_slots')).toEqual([]);
  });

  it('starts no run beside the slot that the same key just got', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', overlap: 'queue' },
    });
    const before = await look(orbitId);
    await service.run({ credentials, orbitId, idempotencyKey: 'k' });
    await end(before.id, 'succeeded');
    const started = RunCreator.create({ store, clusters: someClusters }).start({
      request: { missionRef: 'test/look', targets: [{ cluster: 'eu' }] },
      initiator: 'user:default/jane',
      trigger: { kind: 'page', orbitId },
      orbitId,
      idempotencyKey: `look:${orbitId}:k`,
      alone: true,
    });
    await expect(started).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('waits already'),
    });
  });

  it('lets no look wait while the orbit is paused', async () => {
    const { id: orbitId } = await enable({
      schedule: { cadence: 'hourly', overlap: 'queue' },
    });
    await look(orbitId);
    await service.pause({ credentials, orbitId });
    await expect(look(orbitId)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('paused'),
    });
    expect(await store.db('orbit_slots')).toEqual([]);
  });
});
