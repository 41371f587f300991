import { TestDatabases } from '@backstage/backend-test-utils';
import { dialectOf } from './dialect';
import { ProcessLock } from './ProcessLock';
import { Store } from './Store';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const OTHER = 999_999;

describe('the lock of a SQLite file', () => {
  const open = async () => {
    const db = await databases.init('SQLITE_3');
    const store = await Store.create({ database: db });
    await store.close();
    return { db, dialect: dialectOf(db) };
  };

  it('refuses a second living process, with a message', async () => {
    const { db, dialect } = await open();
    const first = await ProcessLock.take(db, dialect, () => true, OTHER);
    await expect(
      ProcessLock.take(db, dialect, () => true, OTHER + 1),
    ).rejects.toMatchObject({
      code: 'DATABASE_BUSY',
      message: expect.stringContaining(String(OTHER)),
    });
    await first.release();
    const second = await ProcessLock.take(db, dialect, () => true, OTHER + 1);
    await second.release();
    expect(await db('process_lock')).toEqual([]);
  });

  it('takes over at once from a process that was killed', async () => {
    const { db, dialect } = await open();
    const killed = await ProcessLock.take(db, dialect, () => true, OTHER);
    const next = await ProcessLock.take(db, dialect, () => false, OTHER + 1);
    // The one that lost it gives nothing back that is not its own.
    await killed.release();
    expect(await db('process_lock').pluck('pid')).toEqual([OTHER + 1]);
    await next.release();
  });

  it('takes over from another machine that stopped renewing', async () => {
    const { db, dialect } = await open();
    const first = await ProcessLock.take(db, dialect, () => true, OTHER);
    await db('process_lock').update({ host: 'elsewhere' });
    await expect(
      ProcessLock.take(db, dialect, () => false, OTHER + 1),
    ).rejects.toMatchObject({ code: 'DATABASE_BUSY' });
    await db('process_lock').update({ renewed_at: '2020-01-01T00:00:00.000Z' });
    const next = await ProcessLock.take(db, dialect, () => true, OTHER + 1);
    await first.release();
    await next.release();
    expect(await db('process_lock')).toEqual([]);
  });
});
