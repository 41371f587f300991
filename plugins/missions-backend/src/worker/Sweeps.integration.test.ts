import { mockLogger } from '../__testUtils__/mockLogger';
import { Store, insertApproval, readRun } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertRun } from '../store/__testUtils__/insertRun';
import { TestDatabaseId } from '../store/__testUtils__/TestDatabases';
import { Sweeps } from './Sweeps';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const { Postgres } = TestDatabaseId;
/** What a change of a run takes here by the clock that sweeps go by. */
const CHANGE_MS = 4_000;
const EVERY_MS = 5_000;

let store: Store;
let sweeps: Sweeps;
let changed: jest.SpyInstance;
let clock: number;

async function begin(id: (typeof ids)[number]) {
  store = await Store.create({ database: await databases.init(id) });
  sweeps = new Sweeps({ store, logger: mockLogger() });
  clock = 0;
  const { changeRun } = store;
  changed = jest
    .spyOn(store, 'changeRun')
    .mockImplementation(async (...args) => {
      clock += CHANGE_MS;
      return changeRun.apply(store, args);
    });
  jest.spyOn(performance, 'now').mockImplementation(() => clock);
}

/** A run with an approval whose time is up; answers its id. */
async function overdue(): Promise<string> {
  const { id } = await insertRun(store);
  await store.changeRun(id, change =>
    insertApproval({
      change,
      approval: {
        id: `approval-of-${id}`,
        kind: 'plan',
        hash: 'h',
        policy: { count: 1, from: [], notStarter: false },
        expiresAt: '2020-01-01T00:00:00.000Z',
      },
    }),
  );
  return id;
}

/** Which runs a sweep asks for, in this order, when it is due after so long. */
async function sweep(afterMs: number): Promise<string[]> {
  changed.mockClear();
  clock += afterMs;
  await sweeps.whenDue();
  return changed.mock.calls.map(([runId]) => runId);
}

afterEach(async () => {
  jest.restoreAllMocks();
  await store.close();
});

describe.each(ids)('sweeps on %s', id => {
  beforeEach(() => begin(id));

  it('begin five seconds after the last one ended, however long it took', async () => {
    const first = [await overdue(), await overdue()];
    expect((await sweep(0)).toSorted()).toEqual(first.toSorted());
    const next = await overdue();
    clock -= CHANGE_MS;
    expect(await sweep(EVERY_MS)).toEqual([]);
    expect(await sweep(1)).toEqual([next]);
  });
});

// SQLite has one writer at a time: nobody can hold some runs alone.
(ids.includes(Postgres) ? describe : describe.skip)(
  'sweeps over runs that somebody holds',
  () => {
    beforeEach(() => begin(Postgres));

    it('end after three of them, and the next begins with other parts and other runs', async () => {
      const held = [await overdue(), await overdue(), await overdue()];
      held.push(await overdue());
      const parent = await insertRun(store);
      const child = await insertRun(store, {
        parent: { runId: parent.id, targetId: 'one', stepId: 'first' },
      });
      await store
        .db('runs')
        .where({ id: parent.id })
        .update({ cancel_requested: true });
      const holder = await store.db.transaction();
      await holder('runs').whereIn('id', held).forUpdate();

      const first = await sweep(0);
      expect(first).toHaveLength(3);
      expect(held).toEqual(expect.arrayContaining(first));

      const second = await sweep(EVERY_MS + 1);
      const left = held.filter(run => !first.includes(run));
      expect(second).toEqual([child.id, ...left, ...first.slice(0, 2)]);
      const { cancelRequested } = (await readRun({
        tx: store.db,
        runId: child.id,
      }))!;
      expect(cancelRequested).toBe(true);

      await holder.rollback();
      expect((await sweep(EVERY_MS + 1)).toSorted()).toEqual(held.toSorted());
      expect(await sweep(EVERY_MS + 1)).toEqual([]);
    });
  },
);
