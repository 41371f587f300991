import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  appliesToRun,
  type RunQuery,
  type RunResource,
} from '../../permissions';
import { Store } from '../Store';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { listRuns, type RunFilter } from './listRuns';
import { readRunResources } from './readRunResources';
import { requestPause } from './requestPause';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const eu = { cluster: { name: 'eu', environment: 'prod' } };
const us = { cluster: { name: 'us', environment: 'prod' } };
const lab = { cluster: { name: 'lab', environment: 'test' } };

const is = (key: RunQuery['key'], ...values: string[]): RunQuery => ({
  key,
  values,
});
const conditions: PermissionCriteria<RunQuery>[] = [
  is('initiator', 'user:default/jane'),
  is('initiator'),
  is('type', 'fix', 'install'),
  is('missionRef', 'test/empty'),
  is('clusters', 'eu'),
  is('clusters', 'eu', 'us'),
  is('clusters'),
  is('environments', 'prod'),
  is('namespaces', 'web'),
  is('namespaces', 'web', 'shop'),
  is('namespaces', ''),
  { not: is('namespaces', 'web') },
  { not: { not: is('environments', 'prod') } },
  { allOf: [is('environments', 'prod'), is('initiator', 'user:default/jane')] },
  { anyOf: [is('clusters', 'lab'), is('type', 'fix')] },
  {
    anyOf: [
      { allOf: [is('clusters', 'eu'), { not: is('type', 'fix') }] },
      is('namespaces', 'shop'),
    ],
  },
];

describe.each(ids)('listRuns on %s', id => {
  let store: Store;
  let runs: string[];

  beforeAll(async () => {
    store = await Store.create({ database: await databases.init(id) });
    const jane = 'user:default/jane';
    runs = [];
    for (const options of [
      { targets: [eu] },
      { targets: [eu, us], initiator: jane, type: 'fix' },
      { targets: [lab], title: 'Repair 100% of_it' },
      { targets: [], initiator: jane },
      { targets: [eu, lab], type: 'orbit' },
    ]) {
      runs.push((await insertRun(store, options)).id);
    }
    // With a text that an API server keeps, and jsonb of PostgreSQL refuses.
    await plan(runs[0], 'eu', ['web'], 'a\0b \ud800 \\u0000 😀');
    await plan(runs[1], 'eu', ['web']);
    await plan(runs[1], 'us', ['shop']);
    await plan(runs[2], 'lab', [undefined]);
    await plan(runs[4], 'eu', []);
  });

  afterAll(async () => {
    await store.close();
  });

  async function plan(
    runId: string,
    target: string,
    namespaces: (string | undefined)[],
    value?: string,
  ) {
    const changes = namespaces.map(namespace => ({
      kind: 'create',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', namespace },
      fields: [{ path: 'data.x', after: value }],
    }));
    await store
      .db('run_targets')
      .where({ run_id: runId, target_id: target })
      .update({ plan_json: JSON.stringify({ changes }) });
  }

  const list = (
    filter: RunFilter,
    criteria?: PermissionCriteria<RunQuery>,
    limit = 50,
    cursor?: string,
  ) =>
    listRuns({
      tx: store.db,
      dialect: store.dialect,
      filter,
      conditions: criteria,
      limit,
      cursor,
    });

  it.each(conditions.map(each => [JSON.stringify(each), each] as const))(
    'means the same in SQL as on one run: %s',
    async (_, criteria) => {
      const resources = await readRunResources({ tx: store.db, runIds: runs });
      const expected = resources
        .filter(resource => fits(resource!, criteria))
        .map(resource => resource!.id);
      const found = await list({}, criteria);
      expect(found.runs.map(run => run.id).sort()).toEqual(expected.sort());
      expect(found.total).toBe(expected.length);
    },
  );

  it('knows of each run whether it is paused', async () => {
    const pause = (on: boolean) =>
      store.changeRun(runs[3], change =>
        requestPause({ change, pause: on, by: 'user:default/jane' }),
      );
    const paused = async () =>
      (await list({})).runs
        .filter(run => run.pauseRequested)
        .map(run => run.id);
    await pause(true);
    expect(await paused()).toEqual([runs[3]]);
    await pause(false);
    expect(await paused()).toEqual([]);
  });

  it('pages from the newest to the oldest without gaps', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({}, undefined, 2, cursor);
      seen.push(...page.runs.map(run => run.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([...runs].sort().reverse());
  });

  it('takes the characters of LIKE as they are', async () => {
    expect((await list({ q: '100% OF_IT' })).total).toBe(1);
    expect((await list({ q: '100x' })).total).toBe(0);
  });

  it('finds runs by cluster and counts what other filters leave', async () => {
    const found = await list({ cluster: 'eu', type: ['fix'] });
    expect(found.runs.map(run => run.id)).toEqual([runs[1]]);
    expect(found.facets.find(facet => facet.name === 'type')?.values).toEqual([
      { value: 'fix', count: 1 },
      { value: 'install', count: 1 },
      { value: 'orbit', count: 1 },
    ]);
  });
});

function fits(
  run: RunResource,
  criteria: PermissionCriteria<RunQuery>,
): boolean {
  if ('allOf' in criteria) {
    return criteria.allOf.every(each => fits(run, each));
  }
  if ('anyOf' in criteria) {
    return criteria.anyOf.some(each => fits(run, each));
  }
  if ('not' in criteria) {
    return !fits(run, criteria.not);
  }
  return appliesToRun(run, criteria.key, criteria.values);
}
