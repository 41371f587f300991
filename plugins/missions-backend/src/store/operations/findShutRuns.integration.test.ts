import { Sealer, type SealingKey } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import { findShutRuns } from './findShutRuns';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const key = (id: string, byte: number): SealingKey => ({
  id,
  key: Buffer.alloc(32, byte),
});
const old = key('old', 1);

describe.each(ids)('findShutRuns on %s', id => {
  let store: Store;
  let going: string[];
  let ended: string;

  beforeEach(async () => {
    const sealer = new Sealer([old]);
    store = await Store.create({ database: await databases.init(id), sealer });
    going = [
      (await insertRun(store)).id,
      (await insertRun(store, { secrets: { token: 'sesame' } })).id,
    ];
    ended = (await insertRun(store)).id;
    await store
      .db('runs')
      .where({ id: ended })
      .update({ state: 'cancelled', finished_at: new Date().toISOString() });
  });

  afterEach(() => store.close());

  const find = (...keys: SealingKey[]) =>
    findShutRuns({ tx: store.db, sealer: new Sealer(keys) });

  it('finds none while the key is there', async () => {
    expect(await find(key('new', 2), old)).toEqual([]);
  });

  it.each<[string, SealingKey[], string]>([
    ['is gone', [key('new', 2)], 'which missions.sealing.keys does not list'],
    ['is another one', [key('old', 2)], "does not open with the key 'old'"],
  ])('names those that go on when the key %s', async (_what, keys, why) => {
    const found = await find(...keys);
    expect(found.map(({ runIds }) => runIds)).toEqual([going]);
    const [{ error }] = found;
    expect(error.code).toBe('SECRET_KEY_MISSING');
    expect(error.message).toContain(why);
    expect(error.remedy).toContain("'old'");
  });

  it('names a run of which only the secret parameters stay shut', async () => {
    const later = key('later', 3);
    const sealed = new Sealer([later]).seal({}, `run/${going[1]}/secrets`);
    const row = store.db('runs').where({ id: going[1] });
    await row.update({ secrets_sealed: sealed });
    expect(await find(old)).toMatchObject([{ runIds: [going[1]] }]);
  });

  it('names an undo that cannot open the run which it takes back', async () => {
    const later = key('later', 3);
    const sealed = new Sealer([later]).seal('a', `run/${ended}/key`);
    await store.db('runs').where({ id: going[0] }).update({ undo_of: ended });
    expect(await find(old)).toEqual([]);
    await store
      .db('runs')
      .where({ id: ended })
      .update({ run_key_sealed: sealed });
    expect(await find(old)).toMatchObject([{ runIds: [going[0]] }]);
  });

  it('names an undo of an undo that cannot open the first run', async () => {
    const [again, undo] = going;
    await store.db('runs').where({ id: undo }).update({
      undo_of: ended,
      state: 'succeeded',
      finished_at: new Date().toISOString(),
    });
    await store.db('runs').where({ id: again }).update({ undo_of: undo });
    expect(await find(old)).toEqual([]);
    const sealed = new Sealer([key('later', 3)]).seal(
      {},
      `run/${ended}/secrets`,
    );
    await store
      .db('runs')
      .where({ id: ended })
      .update({ secrets_sealed: sealed });
    expect(await find(old)).toMatchObject([{ runIds: [again] }]);
  });
});
