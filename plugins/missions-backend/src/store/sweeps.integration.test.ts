import { engineDatabases } from './__testUtils__/databases';
import { insertRun } from './__testUtils__/insertRun';
import { TestDatabaseId } from './__testUtils__/TestDatabases';
import { HeldRuns } from './HeldRuns';
import { Store } from './Store';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });

const { Postgres } = TestDatabaseId;
// SQLite has one writer at a time: nobody can hold one run alone.
const several = ids.includes(Postgres) ? describe : describe.skip;

several('a sweep over runs of which somebody holds one', () => {
  let store: Store;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(Postgres) });
  });

  afterEach(() => store.close());

  it('changes the others, and tells of the one at the end', async () => {
    const held = await insertRun(store);
    const free = await insertRun(store);
    const holder = await store.db.transaction();
    await holder('runs').where({ id: held.id }).update({ title: 'Held' });
    const changed: string[] = [];
    const withEach = new HeldRuns(store.dialect).sweep();
    await expect(
      withEach([held.id, free.id], runId =>
        store.changeRun(
          runId,
          async () => {
            changed.push(runId);
          },
          { lockMs: 100 },
        ),
      ),
    ).rejects.toMatchObject({ code: '55P03' });
    expect(changed).toEqual([free.id]);
    await holder.rollback();
  });
});
