import Knex, { type Knex as Client } from 'knex';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from './Store';

describe('Store.create on a SQLite file that cannot be used', () => {
  let folder: string;
  let file: string;
  let db: Client;

  const open = (options: object = {}) => {
    db = Knex({
      client: 'better-sqlite3',
      connection: { filename: file, options } as never,
      useNullAsDefault: true,
    });
    return db;
  };

  /** What the one who starts the portal sees. */
  const failure = async (options?: object) =>
    Store.create({ database: open(options) }).then(
      () => undefined,
      error => error,
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-open-'));
    file = join(folder, 'missions.sqlite');
  });

  afterEach(async () => {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  it('says that a damaged file is damaged, which, and what to do', async () => {
    await writeFile(file, 'This is no database. '.repeat(100));
    expect(await failure()).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: `The SQLite file ${file} is damaged, or is no SQLite database. Put a backup in its place, or move the file away to start with an empty database.`,
    });
  });

  it('says that a file is read-only, and not that a migration is locked', async () => {
    const store = await Store.create({ database: open() });
    await store.close();
    await db.destroy();
    const error = await failure({ readonly: true });
    expect(error.message).toMatch(
      `The SQLite file ${file} cannot be written by this process. Make the file and its folder writable`,
    );
  });

  it('says how to open a lock that a start left that was cut off', async () => {
    const store = await Store.create({ database: open() });
    await store.close();
    await db('knex_migrations_lock').update({ is_locked: 1 });
    const [newest] = await db('knex_migrations').max({ name: 'name' });
    await db('knex_migrations').where(newest).delete();
    await db.destroy();
    const error = await failure();
    expect(error.message).toMatch(
      `The SQLite file ${file} is locked for a migration. The migration of an earlier start was cut off.`,
    );
    expect(error.message).toContain('is_locked to 0');
  });

  it('leaves the tables of a process that lives as they are', async () => {
    const store = await Store.create({ database: open() });
    const first = db;
    // As it is before a version that has one more.
    const newest = await first('knex_migrations').max({ name: 'name' });
    await first('process_lock').update({ owner: 'another process' });
    await first('knex_migrations').where(newest[0]).delete();
    const beat = setInterval(
      () =>
        first('process_lock')
          .update({ renewed_at: new Date().toISOString() })
          .catch(() => undefined),
      50,
    );
    const error = await failure();
    clearInterval(beat);
    expect(error).toMatchObject({ code: 'DATABASE_BUSY' });
    expect(await first('knex_migrations').where(newest[0])).toEqual([]);
    await store.close();
    await first.destroy();
  });
});
