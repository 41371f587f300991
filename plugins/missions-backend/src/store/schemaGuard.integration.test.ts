import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Knex } from 'knex';
import { engineDatabases } from './__testUtils__/databases';
import { insertRun } from './__testUtils__/insertRun';
import {
  LATER_MIGRATION,
  migrateLater,
  takeBackLater,
} from './__testUtils__/laterVersion';
import { TestDatabaseId } from './__testUtils__/TestDatabases';
import { announceReplica } from './operations/announceReplica';
import { claimTarget } from './operations/claimTarget';
import { renewLease } from './operations/renewLease';
import { SCHEMA_GENERATION } from './SchemaGuard';
import { Store } from './Store';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const { Postgres } = TestDatabaseId;
const directory = resolve(__dirname, '../../migrations');
const REFUSED = {
  code: 'SCHEMA_NEWER',
  message: `The database was upgraded to generation ${
    SCHEMA_GENERATION + 1
  }, which version 9.0.0 and later know; this version knows generation ${SCHEMA_GENERATION}. It claims and writes nothing more; nothing is lost.`,
  remedy:
    'Replace this process by version 9.0.0 or later; it goes on where this one stopped.',
};

describe.each(ids)('the schema of a later version on %s', id => {
  let db: Knex;
  let stores: Store[];

  const open = async () => {
    const store = await Store.create({ database: db });
    stores.push(store);
    return store;
  };
  const claim = ({ dialect }: Store) =>
    claimTarget({ tx: db, dialect, owner: 'me', leaseMs: 60_000 });

  beforeEach(async () => {
    db = await databases.initEmpty(id);
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) {
      await store.close();
    }
  });

  it('lets this version start, and work, beside what was only added', async () => {
    await open();
    await migrateLater(db, { breaks: false });
    const store = await open();
    expect(store.newerMigrations).toEqual([LATER_MIGRATION]);
    const run = await insertRun(store);
    expect(await claim(store)).toMatchObject({ runId: run.id });
    expect(store.schema.trouble).toBeUndefined();
  });

  it('refuses this version at its start after a break, says why, and is left as it is', async () => {
    await open();
    await migrateLater(db, { breaks: true });
    const before = await db('knex_migrations').pluck('name');
    await expect(open()).rejects.toMatchObject(REFUSED);
    expect(await db('knex_migrations').pluck('name')).toEqual(before);
  });

  it('refuses a version that lacks some of its migrations and has others', async () => {
    await open();
    const own = (await readdir(directory)).sort().at(-1)!;
    await db('knex_migrations').where({ name: own }).delete();
    await db('knex_migrations').insert({ name: LATER_MIGRATION });
    await expect(open()).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
      message: `The database has migrations that this version does not have (${LATER_MIGRATION}), and lacks some that it has (${own}): another line of versions made it. Nothing was changed.`,
    });
  });

  it('is not made where somebody else migrates', async () => {
    const database = {
      getClient: async () => db,
      migrations: { skip: true },
    };
    await expect(Store.create({ database })).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('skipMigrations'),
    });
    await open();
    stores.push(await Store.create({ database }));
    expect(stores).toHaveLength(2);
  });

  it('stops what runs already: it claims, keeps and changes nothing more', async () => {
    const store = await open();
    const { dialect, schema } = store;
    const told = jest.fn();
    schema.onNewer(told);
    const run = await insertRun(store);
    const waiting = await insertRun(store);
    const { targetId, fence } = (await claim(store))!;
    const lease = { runId: run.id, targetId, fence, owner: 'me' };
    const renew = () => renewLease({ tx: db, dialect, lease, leaseMs: 60_000 });
    const replica = { id: 'me', keys: [], lifeMs: 1_000 };
    const announce = () => announceReplica({ tx: db, dialect, replica });
    const change = () => store.changeRun(run.id, async () => 'changed');
    expect([await renew(), await announce(), await change()]).toEqual([
      'queued',
      true,
      'changed',
    ]);
    await migrateLater(db, { breaks: true });
    expect(await claim(store)).toBeUndefined();
    expect(await renew()).toBeUndefined();
    expect(await announce()).toBe(false);
    expect(told).not.toHaveBeenCalled();
    await expect(change()).rejects.toMatchObject(REFUSED);
    await expect(insertRun(store)).rejects.toMatchObject(REFUSED);
    await expect(
      store.transaction(tx => tx('runs').delete()),
    ).rejects.toMatchObject(REFUSED);
    expect(await db('runs').orderBy('id').pluck('id')).toEqual([
      run.id,
      waiting.id,
    ]);
    expect(schema.trouble).toMatchObject({
      message: REFUSED.message,
      remedy: REFUSED.remedy,
    });
    expect(told).toHaveBeenCalledTimes(1);
    await takeBackLater(db);
    expect(await change()).toBe('changed');
    expect(await claim(store)).toMatchObject({ runId: waiting.id });
    await schema.look(db);
    expect(schema.trouble).toBeUndefined();
  });

  it('has the generation that this engine knows', async () => {
    await open();
    const [{ newest }] = await db('schema_breaks').max({
      newest: 'generation',
    });
    expect(newest ?? 1).toBe(SCHEMA_GENERATION);
  });
});

(ids.includes(Postgres) ? describe : describe.skip)(
  'migrations on PostgreSQL',
  () => {
    it('that break the schema wait for the changes that began before', async () => {
      const db = await databases.initEmpty(Postgres);
      const store = await Store.create({ database: db });
      const run = await insertRun(store);
      const order: string[] = [];
      let migrated: Promise<unknown> = Promise.resolve();
      await store.changeRun(run.id, async change => {
        migrated = migrateLater(db, { breaks: true }).then(() =>
          order.push('migrated'),
        );
        await untilBlocked(db);
        change.emit({ type: 'test.kept' });
        order.push('changed');
      });
      await migrated;
      expect(order).toEqual(['changed', 'migrated']);
      expect(await db('run_events').pluck('type')).toContain('test.kept');
      await store.close();
    });

    it('are made by one of several that start at once', async () => {
      const db = await databases.initEmpty(Postgres);
      const stores = await Promise.all(
        Array.from({ length: 4 }, () => Store.create({ database: db })),
      );
      const names = await db('knex_migrations').orderBy('name').pluck('name');
      expect(names).toEqual((await readdir(directory)).sort());
      await Promise.all(stores.map(store => store.close()));
    });
  },
);

/** Waits until something waits for a lock of another. */
async function untilBlocked(db: Knex): Promise<void> {
  for (;;) {
    const { rows } = await db.raw(
      `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'schema_breaks'::regclass`,
    );
    if (rows.length > 0) {
      return;
    }
  }
}

describe('the migrations of this version', () => {
  /** What takes something away from engines that use it. */
  const TAKES =
    /\b(drop(Column|Table|Nullable)|rename(Column|Table)|DROP|RENAME)\b/;

  it('take nothing away without a new generation', async () => {
    const names = (await readdir(directory)).sort();
    const taking: string[] = [];
    for (const name of names) {
      const text = await readFile(join(directory, name), 'utf8');
      const up = text.slice(0, text.indexOf('exports.down'));
      if (TAKES.test(up) && !up.includes('schema_breaks')) {
        taking.push(name);
      }
    }
    expect(names.length).toBeGreaterThan(0);
    // Before the first release nothing older ran beside it.
    expect(taking.filter(name => name > '20261123102300')).toEqual([]);
  });
});
