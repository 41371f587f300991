import { planSummary } from '@mission-control/plugin-missions-common';
import { Store } from '../Store';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { readMissionStats } from './readMissionStats';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const eu = { cluster: { name: 'eu' } };
const us = { cluster: { name: 'us' } };

describe.each(ids)('readMissionStats on %s', id => {
  let store: Store;

  beforeAll(async () => {
    store = await Store.create({ database: await databases.init(id) });
    const nothing = planSummary([]);
    for (const [seconds, state, plan, more] of [
      [60, 'succeeded', { create: 4, noop: 3 }, {}],
      [120, 'succeeded', { create: 1, change: 2, delete: 1, deferred: 2 }, {}],
      [180, 'succeeded', { create: 1 }, { targets: [eu] }],
      [600, 'failed', { create: 50 }, {}],
      // Rejected: no step of it began.
      [5, 'cancelled', { create: 7 }, {}],
      [1, 'planned', { create: 99 }, { planOnly: true }],
    ] as const) {
      const run = await insertRun(store, { targets: [eu, us], ...more });
      const started = Date.parse('2026-11-21T10:00:00Z');
      await store
        .db('run_targets')
        .where({ run_id: run.id })
        .update({
          plan_summary_json: JSON.stringify({ ...nothing, ...plan }),
        });
      await store
        .db('runs')
        .where({ id: run.id })
        .update({
          state,
          started_at: new Date(started).toISOString(),
          finished_at: new Date(started + seconds * 1000).toISOString(),
        });
    }
  });

  afterAll(async () => {
    await store.close();
  });

  it('tells success, time and changes of finished runs', async () => {
    const stats = await readMissionStats({
      tx: store.db,
      dialect: store.dialect,
      refs: ['test/empty'],
    });
    expect(stats.get('test/empty')).toMatchObject({
      total: 4,
      succeeded: 3,
      medianSeconds: 120,
      // Of 8, 12 and 1 objects on all clusters; what failed did not change all.
      medianChanges: 8,
    });
  });

  it('knows nothing of a mission that never ran', async () => {
    const stats = await readMissionStats({
      tx: store.db,
      dialect: store.dialect,
      refs: ['test/none'],
    });
    expect(stats.size).toBe(0);
  });
});
