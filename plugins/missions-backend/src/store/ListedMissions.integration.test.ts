import type { Knex } from 'knex';
import { engineDatabases } from './__testUtils__/databases';
import { ListedMissions } from './ListedMissions';
import { forgetOtherSources, saveMissions } from './operations/saveMissions';
import { Store } from './Store';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const NOW = '2026-11-23T12:00:00.000Z';

describe.each(ids)('what is known of all missions, on %s', id => {
  let store: Store;
  let listed: ListedMissions;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    listed = new ListedMissions();
  });

  afterEach(() => store.close());

  const save = (source: string, ...titles: string[]) =>
    store.transaction(tx =>
      saveMissions({
        tx,
        source,
        missions: titles.map(title => ({
          summary: {
            ref: `${source}/${title.toLowerCase()}`,
            source,
            name: title.toLowerCase(),
            version: title,
            title,
            description: '',
            type: 'install',
            tags: [],
            endorsed: false,
          } as never,
          spec: { type: 'install', steps: [] } as never,
          content: '',
          location: 'here',
        })),
        problems: [],
        // The same moment: processes have clocks of their own.
        now: NOW,
      }),
    );
  const titles = async () =>
    (await listed.all(store.db)).map(({ summary }) => summary.title);

  it('is what any process read last', async () => {
    expect(await titles()).toEqual([]);
    await save('a', 'One', 'Two');
    expect(await titles()).toEqual(['One', 'Two']);
    await save('a', 'Two', 'Three');
    expect(await titles()).toEqual(['Three', 'Two']);
    await save('b', 'Four');
    expect(await titles()).toEqual(['Four', 'Three', 'Two']);
    await store.transaction(tx => forgetOtherSources({ tx, sources: ['b'] }));
    expect(await titles()).toEqual(['Four']);
  });

  it('is read once while nothing changes', async () => {
    await save('a', 'One');
    const first = await listed.all(store.db);
    const asked: string[] = [];
    const note = ({ sql }: Knex.Sql) => asked.push(sql);
    store.db.on('query', note);
    expect(await listed.all(store.db)).toBe(first);
    store.db.off('query', note);
    expect(asked).toHaveLength(1);
  });
});
