import { readFreezes } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { TestDatabaseId } from '../store/__testUtils__/TestDatabases';
import { holdFreezes, insertFreeze } from '../store/operations/freezes';
import type { MemoryCluster } from './__testUtils__/MemoryCluster';
import {
  JANE,
  startBraked,
  type BrakedEngine,
} from './__testUtils__/startBraked';
import type { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });

const { Postgres } = TestDatabaseId;
// SQLite has one writer at a time by itself.
const several = ids.includes(Postgres) ? describe : describe.skip;

several('a freeze beside a write, each by a connection of its own', () => {
  let braked: BrakedEngine;
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    braked = await startBraked(await databases.init(Postgres));
    ({ engine, one } = braked);
  });

  afterEach(() => engine.stop());

  const freeze = {
    scope: 'instance' as const,
    reason: 'Black Friday',
    by: JANE,
  };
  /** Somebody waits for the lock of the brakes. */
  const waits = async () => {
    const { rows } = await engine.store.db.raw(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows.length > 0;
  };

  it('is seen by the write that is journalled while it commits', async () => {
    const run = await braked.paint();
    await engine.asks(run.id);
    const { db } = engine.store;
    const freezing = await db.transaction();
    await insertFreeze({ tx: freezing, freeze, now: new Date() });
    await engine.approve(run.id);
    await engine.until(waits);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await freezing.commit();
    await braked.isHeld(run.id);
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    expect(await db('run_journal')).toEqual([]);
  });

  it('waits for the write that read the freezes before it', async () => {
    const { db } = engine.store;
    const now = await engine.store.now();
    const writing = await db.transaction();
    await holdFreezes({ tx: writing });
    expect(await readFreezes({ tx: writing })).toEqual([]);
    const frozen = insertFreeze({ tx: db, freeze, now, mostWaitMs: 60_000 });
    await engine.until(waits);
    expect(await readFreezes({ tx: db })).toEqual([]);
    // Writes do not wait for each other, but where a freeze waits.
    await writing.commit();
    const kept = await frozen;
    expect(await readFreezes({ tx: db })).toEqual([kept]);
  });

  it('gives up waiting for one that stands still, and waits for those that it let past', async () => {
    const { db } = engine.store;
    const now = await engine.store.now();
    const standing = await db.transaction();
    await holdFreezes({ tx: standing });
    const frozen = insertFreeze({
      tx: db,
      freeze,
      now,
      mostWaitMs: 500,
      restWaitMs: 60_000,
    });
    await engine.until(waits);
    const writing = await db.transaction();
    await holdFreezes({ tx: writing });
    const ends: string[] = [];
    const answered = frozen.then(() => ends.push('freeze'));
    // It waits again: now it is kept, and somebody may not have seen it.
    await engine.until(
      async () => (await waits()) && (await readFreezes({ tx: db })).length > 0,
    );
    ends.push('write');
    await writing.commit();
    await standing.commit();
    await answered;
    expect(ends).toEqual(['write', 'freeze']);
  });

  it('lets writes go beside each other', async () => {
    const { store } = engine;
    const hold = () =>
      store.db.transaction(async tx => {
        await holdFreezes({ tx });
        return readFreezes({ tx });
      });
    expect(await Promise.all([hold(), hold()])).toEqual([[], []]);
  });
});
