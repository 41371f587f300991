import { Sealer } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { newRun } from '../__testUtils__/insertRun';
import { migrateLater } from '../__testUtils__/laterVersion';
import { targetColumns } from '../rows';
import type { MadeRun } from '../RunTaker';
import { Store } from '../Store';
import type { NewRun } from '../NewRun';
import { createRun } from './createRun';
import { newRunRow, newTargetRows } from './newRows';
import { readEvents, readRun, readTargets } from './readRun';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LEASE_MS = 60_000;

describe.each(ids)('runs that are taken when they are made, on %s', id => {
  let store: Store;
  let run: NewRun;
  let taken: MadeRun[];
  let lost: string[];

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer([{ id: 'k', key: Buffer.alloc(32, 1) }]),
    });
    run = await newRun(store);
    taken = [];
    lost = [];
    store.takeNew({
      offer: () => ({
        owner: 'w',
        leaseMs: LEASE_MS,
        take(made) {
          taken.push(made);
          return { lose: () => lost.push(made.run.id) };
        },
      }),
    });
  });

  afterEach(async () => {
    await store.close();
  });

  it('are in the database as their taker knows them, held from the beginning', async () => {
    const { run: made, created } = await createRun({
      store,
      run: { ...run, secrets: { password: 'hunter2' } },
    });
    expect(created).toBe(true);
    expect(await readRun({ tx: store.db, runId: made.id })).toEqual(made);
    const [target] = await readTargets({ tx: store.db, runIds: [made.id] });
    expect(taken).toEqual([
      {
        run: { ...made, eventSeq: 0 },
        target,
        secrets: { password: 'hunter2' },
        key: expect.any(String),
      },
    ]);
    expect(target).toMatchObject({ leaseOwner: 'w', fence: 1 });
    const events = await readEvents({ tx: store.db, runId: made.id });
    expect(events.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'run.created'],
    ]);
    expect(lost).toEqual([]);
  });

  it('have every column that there is', async () => {
    const { run: made } = await createRun({ store, run });
    const making = { id: made.id, now: made.createdAt, run };
    const [row] = await store.db('runs').where({ id: made.id });
    expect(Object.keys(newRunRow(store.sealer, making)).sort()).toEqual(
      Object.keys(row).sort(),
    );
    const spec = await store.spec(run.missionRef, run.missionVersion);
    const [target] = newTargetRows(making, spec);
    expect(Object.keys(target).sort()).toEqual([...targetColumns].sort());
  });

  it('are made once for one key, and whoever lost is told so', async () => {
    const request = { ...run, idempotencyKey: 'k1', requestHash: 'h' };
    const all = await Promise.all(
      [1, 2, 3].map(() => createRun({ store, run: request })),
    );
    expect(new Set(all.map(item => item.run.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    const made = taken.map(item => item.run.id);
    // Which commit hears of it first is nobody's affair.
    expect([...lost].sort()).toEqual(
      made.filter(runId => runId !== all[0].run.id).sort(),
    );
    const other = { ...request, requestHash: 'other' };
    await expect(createRun({ store, run: other })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_CONFLICT',
    });
    expect(await store.db('runs').pluck('id')).toEqual([all[0].run.id]);
  });

  it('are not made by an engine that is older than the schema', async () => {
    await migrateLater(store.db, { breaks: true });
    await expect(createRun({ store, run })).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
    });
    expect(lost).toEqual(taken.map(item => item.run.id));
    expect(await store.db('runs').pluck('id')).toEqual([]);
  });

  it('are lost with what the database does not take', async () => {
    const title = null as unknown as string;
    await expect(
      createRun({ store, run: { ...run, title } }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/23502|NOTNULL/) });
    expect(lost).toEqual(taken.map(item => item.run.id));
    expect(lost).toHaveLength(1);
  });

  it.each<[string, () => Partial<NewRun>]>([
    ['an orbit, which may be alone', () => ({ orbitId: 'o' })],
    [
      'one with several clusters',
      () => ({ targets: ['a', 'b'].map(name => ({ cluster: { name } })) }),
    ],
    [
      'one with a role, which waits for others',
      () => ({ targets: [{ cluster: { name: 'a' }, role: 'hub' }] }),
    ],
  ])('are none of those that need more: %s', async (_what, more) => {
    const { created } = await createRun({ store, run: { ...run, ...more() } });
    expect(created).toBe(true);
    expect(taken).toEqual([]);
  });
});
