import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterRegistry } from '../clusters';
import { RunCreator } from '../services/runs';
import { Store } from '../store';
import { insertOrbit } from '../store/operations/insertOrbit';
import type { OrbitRecord } from '../store/operations/orbitRows';
import { readOrbits } from '../store/operations/readOrbits';
import { saveMissions } from '../store/operations/saveMissions';
import { engineDatabases } from '../store/__testUtils__/databases';
import { OrbitTicker } from './OrbitTicker';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const HOUR_MS = 3_600_000;

const clusters = {
  usable: async (name: string) => ({
    connection: { name },
    guard: { environment: 'test', production: false, demo: false },
  }),
} as unknown as ClusterRegistry;

describe.each(ids)('OrbitTicker on %s', id => {
  let store: Store;
  let ticker: OrbitTicker;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    await store.transaction(tx =>
      saveMissions({
        tx,
        source: 'test',
        problems: [],
        now: new Date().toISOString(),
        missions: [
          {
            summary: {
              ref: 'test/look',
              source: 'test',
              name: 'look',
              version: 'v1',
              title: 'Look',
              description: 'Looks',
              type: 'orbit',
              tags: [],
              endorsed: false,
            },
            spec: {
              type: 'orbit',
              targets: {},
              preflight: [],
              steps: [],
              verify: [],
              checks: [],
            },
            content: '',
            location: 'look.yaml',
          },
        ],
      }),
    );
    ticker = OrbitTicker.create({
      store,
      creator: RunCreator.create({ store, clusters }),
      logger: mockServices.logger.mock(),
    });
  });

  afterEach(async () => {
    await store.close();
  });

  async function orbit(options: Partial<OrbitRecord>): Promise<string> {
    await insertOrbit({
      tx: store.db,
      orbit: {
        id: 'o1',
        missionRef: 'test/look',
        title: 'Every hour',
        schedule: { cadence: 'hourly', timeZone: 'Etc/UTC' },
        targets: [{ cluster: 'one' }],
        parameters: {},
        owner: 'user:default/jane',
        paused: false,
        createdAt: new Date().toISOString(),
        ...options,
      },
    });
    return 'o1';
  }
  const hoursAgo = (hours: number) => {
    const now = new Date();
    now.setUTCMinutes(0, 0, 0);
    return new Date(now.getTime() - hours * HOUR_MS).toISOString();
  };
  const runs = () => store.db('runs').orderBy('id');
  const slots = () => store.db('orbit_slots').orderBy('slot');

  it('starts one run a slot, for its owner, however often it ticks', async () => {
    const slot = hoursAgo(0);
    await orbit({ nextRunAt: slot });
    await Promise.all([ticker.tick(), ticker.tick(), ticker.tick()]);
    await ticker.tick();
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run.initiator).toBe('user:default/jane');
    expect(JSON.parse(run.trigger_json)).toEqual({
      kind: 'schedule',
      orbitId: 'o1',
      slot,
    });
    const [after] = await readOrbits({ tx: store.db });
    expect(after.lastSlotAt).toBe(slot);
    expect(Date.parse(after.nextRunAt!)).toBeGreaterThan(Date.now());
  });

  it('catches up missed slots by one run that says so', async () => {
    await orbit({ nextRunAt: hoursAgo(3) });
    await ticker.tick();
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect(run.reason).toBe('Catches up: 3 earlier slots were missed');
    expect((await slots()).map(row => row.slot)).toEqual([hoursAgo(0)]);
  });

  it('passes a slot over while the run before goes on, and says why', async () => {
    await orbit({ nextRunAt: hoursAgo(1) });
    await ticker.tick();
    await store.db('orbits').update({ next_run_at: hoursAgo(0) });
    await store.db('orbit_slots').update({ slot: hoursAgo(1) });
    await store.db('runs').update({ idempotency_key: 'the slot before' });
    await ticker.tick();
    const [run, ...others] = await runs();
    expect(others).toEqual([]);
    expect((await slots())[1].problem).toBe(`Run ${run.id} still goes on`);
  });

  it('does not start while paused or before its time', async () => {
    await orbit({ nextRunAt: hoursAgo(0), paused: true });
    await ticker.tick();
    await store
      .db('orbits')
      .update({ paused: false, next_run_at: hoursAgo(-2) });
    await ticker.tick();
    expect(await runs()).toEqual([]);
  });

  it('records why a slot started nothing', async () => {
    await orbit({ nextRunAt: hoursAgo(0), missionRef: 'test/gone' });
    await ticker.tick();
    expect((await slots())[0].problem).toMatch(
      'NOT_FOUND: There is no mission',
    );
  });

  it('starts the run of a replica that died after its claim, once', async () => {
    await orbit({ nextRunAt: hoursAgo(-1) });
    await store.db('orbit_slots').insert({
      orbit_id: 'o1',
      slot: hoursAgo(1),
      claimed_at: hoursAgo(1),
    });
    await ticker.tick();
    await ticker.tick();
    const all = await runs();
    expect(all).toHaveLength(1);
    expect((await slots())[0].run_id).toBe(all[0].id);
  });
});
