import { Sealer } from '../sealing';
import { Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { Presence } from './Presence';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });

describe.each(ids)('what a replica tells of itself, on %s', id => {
  let store: Store;
  let presence: Presence;
  /** What happens before the statement that tells it. */
  let before: () => Promise<void>;

  const known = () => store.db('worker_replicas').pluck('id');

  beforeEach(async () => {
    const database = await databases.init(id);
    store = await Store.create({ database, sealer: new Sealer() });
    before = async () => {};
    const db = Object.assign((table: string) => store.db(table), {
      raw: async (sql: string, bindings: never[]) => {
        await before();
        return store.db.raw(sql, bindings);
      },
    });
    const { dialect, schema, life, sealer } = store;
    presence = new Presence({
      store: { db, dialect, schema, life, sealer } as unknown as Store,
      id: 'one',
      everyMs: -1,
    });
  });

  afterEach(() => store.close());

  it('ends with its farewell, also where it was just telling that it lives', async () => {
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    before = () => answered;
    const telling = presence.tell();
    const ended = presence.end();
    expect(await known()).toEqual([]);
    answer();
    await Promise.all([telling, ended]);
    expect(await known()).toEqual([]);
  });

  it('is nothing after its farewell', async () => {
    await presence.tell();
    expect(await known()).toEqual(['one']);
    await presence.end();
    await presence.tell();
    expect(await known()).toEqual([]);
  });

  it('ends with its farewell where it could not be told', async () => {
    await presence.tell();
    before = async () => {
      throw new Error('It went away');
    };
    const telling = presence.tell();
    const ended = presence.end();
    await expect(telling).rejects.toThrow('It went away');
    await ended;
    expect(await known()).toEqual([]);
  });
});
