import { userCredentials } from '../../__testUtils__/credentials';
import type { RunScope } from '../../permissions';
import {
  someClusters,
  saveOrbitMission,
} from '../../orbits/__testUtils__/orbits';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { DefaultRunService, RunCreator } from '../runs';
import { DefaultOrbitService } from './DefaultOrbitService';
import type { OrbitSight } from './orbitSight';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const jane = userCredentials('user:default/jane');
const bob = userCredentials('user:default/bob');
const others: RunScope = { key: 'initiator', values: ['user:default/x'] };

describe.each(ids)('what orbits show of runs on %s', id => {
  let store: Store;
  let service: DefaultOrbitService;
  let orbitId: string;
  let runId: string;

  /** Jane's orbit: her look goes on, and bob's waits for it. */
  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    await saveOrbitMission(store, {
      schedule: { cadence: 'hourly', timeZone: 'Etc/UTC', overlap: 'queue' },
    });
    const users = {
      resolve: async (credentials: unknown) => {
        const ref =
          credentials === bob ? 'user:default/bob' : 'user:default/jane';
        return { ref, ownershipRefs: [ref], isUser: true };
      },
    };
    const creator = RunCreator.create({ store, clusters: someClusters });
    service = DefaultOrbitService.create({
      store,
      creator,
      clusters: someClusters,
      users,
      runs: DefaultRunService.create({ store, creator, users }),
    });
    const orbit = await service.create({
      credentials: jane,
      request: {
        missionRef: 'test/look',
        targets: [{ cluster: 'eu' }, { cluster: 'us' }],
      },
    });
    orbitId = orbit.id;
    const look = await service.run({ credentials: jane, orbitId });
    runId = 'run' in look ? look.run.id : '';
    await service.run({ credentials: bob, orbitId });
  });

  afterEach(async () => {
    await store.close();
  });

  async function seen(sight: OrbitSight, credentials = bob) {
    const orbit = await service.get({ credentials, orbitId, sight });
    const [listed] = await service.list({ credentials, sight });
    const { items } = await service.upcoming({ credentials, sight });
    return {
      state: orbit.state,
      lastRun: listed.lastRun?.id,
      runs: orbit.recent.map(run => run.runId),
      reason: orbit.slots?.[0].reason,
      waitsFor: items[0].waitsForRunId,
      clusters: items[0].clusters,
      targets: orbit.lastRun?.targets.map(target => target.id),
    };
  }

  it('is everything for who may read everything', async () => {
    expect(await seen({})).toEqual({
      state: 'running',
      lastRun: runId,
      runs: [runId],
      reason: `user:default/bob asked for a look, which waits for run ${runId}`,
      waitsFor: runId,
      clusters: ['eu', 'us'],
      targets: ['eu', 'us'],
    });
  });

  it.each([
    ['may read none', 'none'],
    ['may read those of others', others],
  ] as const)('is its state only for who %s', async (_, runs) => {
    expect(await seen({ runs })).toEqual({
      state: 'running',
      lastRun: undefined,
      runs: [],
      reason: undefined,
      waitsFor: undefined,
      clusters: ['eu', 'us'],
      targets: undefined,
    });
  });

  it('is why a slot waits for the owner of the orbit', async () => {
    const { reason } = await seen({ runs: others }, jane);
    expect(reason).toContain('waits for run');
  });

  it('is what stays on the clusters that may be read', async () => {
    const part = { clusters: new Set(['us']) };
    expect(await seen(part, jane)).toMatchObject({
      runs: [runId],
      reason: undefined,
      clusters: ['us'],
      targets: ['us'],
    });
  });

  it('is the run of a slot only when it may be read', async () => {
    await store
      .db('orbit_slots')
      .where({ orbit_id: orbitId })
      .update({ run_id: runId, state: 'started' });
    const slotRun = async (runs: RunScope | undefined) => {
      const sight = { runs };
      const orbit = await service.get({ credentials: bob, orbitId, sight });
      return orbit.slots?.[0].runId;
    };
    const values = ['user:default/jane'];
    expect(await slotRun(undefined)).toBe(runId);
    expect(await slotRun({ key: 'initiator', values })).toBe(runId);
    expect(await slotRun(others)).toBeUndefined();
    expect(await slotRun('none')).toBeUndefined();
  });

  it('names in the answer to a look what may be read', async () => {
    const look = async (sight: OrbitSight) =>
      service.run({ credentials: bob, orbitId, sight });
    expect(await look({})).toMatchObject({
      slot: { reason: expect.stringContaining(runId) },
    });
    expect(JSON.stringify(await look({ runs: 'none' }))).not.toContain(runId);
  });

  it('names in the refusal of a look what may be read', async () => {
    const [{ schedule_json: schedule }] = await store.db('orbits');
    const skips = { ...JSON.parse(schedule), overlap: 'skip' };
    await store.db('orbits').update({ schedule_json: JSON.stringify(skips) });
    const look = async (sight: OrbitSight) =>
      service.run({ credentials: bob, orbitId, sight }).catch(error => error);
    expect(await look({})).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(runId),
    });
    const refused = await look({ runs: 'none' });
    expect(refused).toMatchObject({
      code: 'CONFLICT',
      message: 'A run of this orbit still goes on',
    });
    expect(refused.remedy).not.toContain(runId);
  });
});
