import { Store } from '../Store';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { listRuns, type RunFilter } from './listRuns';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const jane = 'user:default/jane';
const joe = 'user:default/joe';

// Jane's runs differ from Joe's in everything that a filter asks for.
const janes = {
  state: ['running'],
  type: ['fix'],
  mission: 'shop/fix',
  cluster: 'eu',
  initiator: jane,
  orbit: 'orbit-1',
  parent: 'parent-1',
  entity: 'component:default/cart',
  finished: false,
  q: 'Mend JANE',
} satisfies RunFilter;
const joes = {
  state: ['succeeded', 'failed'],
  type: ['orbit', 'install'],
  mission: 'shop/install',
  cluster: 'us',
  initiator: joe,
  orbit: 'orbit-2',
  parent: 'parent-2',
  entity: 'component:default/web',
  finished: true,
  q: 'SHOP roll out',
} satisfies RunFilter;
const names = Object.keys(janes) as (keyof typeof janes)[];

describe.each(ids)('the filters of listRuns on %s', id => {
  let store: Store;
  let ofJane: string;
  let ofJoe: string[];

  const list = async (filter: RunFilter) => {
    const { runs, total, facets } = await listRuns({
      tx: store.db,
      dialect: store.dialect,
      filter,
      limit: 50,
    });
    expect(total).toBe(runs.length);
    const counts = Object.fromEntries(
      facets.map(({ name, values }) => [
        name,
        values.map(({ value, count }) => `${value} ${count}`).join(', '),
      ]),
    );
    return { found: runs.map(run => run.id).sort(), counts };
  };

  async function insert(
    state: string,
    filter: typeof janes | typeof joes,
    options: { type: string; title: string; finishedAt?: string },
  ): Promise<string> {
    const run = await insertRun(store, {
      type: options.type,
      title: options.title,
      initiator: filter.initiator,
      orbitId: filter.orbit,
      entityRef: filter.entity,
      targets: [{ cluster: { name: filter.cluster } }],
    });
    await store
      .db('runs')
      .where({ id: run.id })
      .update({
        state,
        mission_ref: filter.mission,
        parent_run_id: filter.parent,
        finished_at: options.finishedAt ?? null,
      });
    return run.id;
  }

  beforeAll(async () => {
    store = await Store.create({ database: await databases.init(id) });
    const finishedAt = new Date().toISOString();
    ofJane = await insert('running', janes, { type: 'fix', title: 'Mend it' });
    const title = 'Roll out the shop';
    ofJoe = [
      await insert('succeeded', joes, { type: 'install', title, finishedAt }),
      await insert('failed', joes, { type: 'orbit', title, finishedAt }),
    ].sort();
  });
  afterAll(async () => {
    await store.close();
  });

  it('are off by default', async () => {
    expect((await list({})).found).toEqual([ofJane, ...ofJoe].sort());
  });

  it.each(names)('narrow by %s', async name => {
    expect((await list({ [name]: janes[name] })).found).toEqual([ofJane]);
    expect((await list({ [name]: joes[name] })).found).toEqual(ofJoe);
  });

  it('take of several values each one', async () => {
    const { found } = await list({ state: ['running', 'failed'] });
    expect(found).toEqual([ofJane, ofJoe[1]].sort());
    expect((await list({ type: ['fix', 'install', 'none'] })).found).toEqual(
      [ofJane, ofJoe[0]].sort(),
    );
  });

  it('hold all together', async () => {
    expect((await list(janes)).found).toEqual([ofJane]);
    for (const name of names) {
      expect((await list({ ...janes, [name]: joes[name] })).found).toEqual([]);
    }
  });

  it('narrow to ids, to none of no ids, and leave ids out', async () => {
    expect((await list({ ids: [ofJane, 'nobody'] })).found).toEqual([ofJane]);
    expect((await list({ ids: [] })).found).toEqual([]);
    expect((await list({ notIds: [ofJane] })).found).toEqual(ofJoe);
    expect((await list({ notIds: [] })).found).toHaveLength(3);
  });

  it('find by words in title, mission, id and initiator, and all of them', async () => {
    for (const q of [
      'mend',
      'shop/FIX',
      ofJane.toUpperCase(),
      'default/jane',
    ]) {
      expect((await list({ q })).found).toEqual([ofJane]);
    }
    expect((await list({ q: 'mend joe' })).found).toEqual([]);
  });

  it('narrow the counts of the other facet, and not their own', async () => {
    expect((await list({ initiator: joe })).counts).toEqual({
      state: 'failed 1, succeeded 1',
      type: 'install 1, orbit 1',
    });
    expect((await list({ state: ['running'] })).counts).toEqual({
      state: 'failed 1, running 1, succeeded 1',
      type: 'fix 1',
    });
    expect((await list({ type: ['orbit'] })).counts).toEqual({
      state: 'failed 1',
      type: 'fix 1, install 1, orbit 1',
    });
  });
});
