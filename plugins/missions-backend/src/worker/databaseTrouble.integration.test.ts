import { createMissionAction } from '@mission-control/plugin-missions-node';
import createKnex, { type Knex } from 'knex';
import { z } from 'zod';
import { readEvents, readSteps } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { TestDatabaseId } from '../store/__testUtils__/TestDatabases';
import { houseIsBlue } from './__testUtils__/house';
import { MemoryCluster, memoryOf } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';
import { gate } from './__testUtils__/TwoReplicas';
import type { Worker } from './Worker';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases({ both: true });
const LEASE_MS = 1_500;
/** How long who asks for a connection waits: less than a full pool lasts, more than one takes to open. */
const PATIENCE_MS = 2_000;
const house = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name: 'house',
};

describe.each(ids)('a run at work on %s', id => {
  let db: Knex;
  let engine: TestEngine;
  let worker: Worker;
  let writes: number;
  let written: ReturnType<typeof gate>;
  let goOn: ReturnType<typeof gate>;

  /** Writes once, and has more to tell of it than fits where there is no room. */
  const paintLoudly = createMissionAction({
    id: 'test:loud',
    description: 'Paints the house',
    examples: [],
    effect: 'write',
    schema: {
      input: z.object({}).strict(),
      output: z.object({ text: z.string() }),
    },
    plan: async () => ({
      changes: [{ object: house, verb: 'set', kind: 'create' }],
    }),
    async run({ journal, cluster, evidence }) {
      const [own] = await journal.records();
      if (own?.state !== 'done') {
        const intent = { verb: 'set', object: house, prior: null };
        const seq = own?.seq ?? (await journal.intend(intent));
        writes += 1;
        memoryOf(cluster).objects.set('house', { data: 'blue' });
        await journal.complete(seq, { data: 'blue' });
      }
      written.open();
      await goOn.passed;
      evidence({ asked: 'GET house', answered: 'blue' });
      return { text: 'blue '.repeat(30_000) };
    },
  });

  beforeEach(async () => {
    const own = await databases.initEmpty(id);
    db = createKnex({
      ...own.client.config,
      acquireConnectionTimeout: PATIENCE_MS,
      // A database in memory is another one with each connection.
      pool: {
        min: 0,
        max: id === TestDatabaseId.Sqlite ? 1 : 2,
        acquireTimeoutMillis: PATIENCE_MS,
      },
    });
    [writes, written, goOn] = [0, gate(), gate()];
    engine = await TestEngine.create(db, [new MemoryCluster('one')]);
    engine.registry.addActions(paintLoudly);
    worker = await engine.worker({ leaseMs: LEASE_MS, announceMs: 200 });
  });

  afterEach(async () => {
    goOn.open();
    await engine.stop();
    await db.destroy();
  });

  /** A run whose step has written, and whose end is not kept yet. */
  async function startLoudly() {
    const run = await engine.start({
      steps: [{ id: 'paint', action: 'test:loud' }],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await written.passed;
    return run;
  }

  /** It ended well, each of its effects once, and nothing is in trouble any more. */
  async function endsWell(runId: string) {
    await engine.reaches(runId, 'succeeded');
    await engine.until(() => engine.store.health.trouble === undefined);
    await engine.until(() => worker.trouble === undefined);
    expect(writes).toBe(1);
    const tx = engine.store.db;
    expect(await readSteps({ tx, runId })).toMatchObject([
      { state: 'succeeded', attempt: 1 },
    ]);
    const events = await readEvents({ tx, runId });
    expect(events.map(({ seq }) => seq)).toEqual(
      events.map((_event, index) => index + 1),
    );
    expect(events.filter(({ type }) => type === 'step.succeeded')).toHaveLength(
      1,
    );
    const journal = await tx('run_journal').where({ run_id: runId });
    expect(journal.map(({ state }) => state)).toEqual(['done']);
  }

  it('loses nothing on a full disk, which is said, and goes on when there is room', async () => {
    const run = await startLoudly();
    const free = await fillDisk(db, engine.store.dialect.singleProcess);
    goOn.open();
    await engine.until(() =>
      Boolean(engine.store.health.trouble?.error.message.includes('disk')),
    );
    expect(engine.store.health.trouble?.error).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message:
        'The database of the portal cannot be written: its disk is full. Nothing was changed.',
    });
    expect(await readSteps({ tx: db, runId: run.id })).toMatchObject([
      { state: 'running' },
    ]);
    await free();
    await endsWell(run.id);
  });

  it('outlives a pool without a free connection, which is said, and goes on with the next one', async () => {
    const run = await startLoudly();
    const most = db.client.pool.max as number;
    const taken = await Promise.all(
      Array.from({ length: most }, () => takeConnection(db)),
    );
    goOn.open();
    await engine.until(() => engine.store.health.trouble !== undefined);
    expect(engine.store.health.trouble?.error).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringContaining('connection'),
    });
    await new Promise(resolve => setTimeout(resolve, 2 * LEASE_MS));
    await Promise.all(taken.map(giveBack => giveBack()));
    await endsWell(run.id);
  });
});

/** Holds one connection of the pool, as a slow query does. */
async function takeConnection(db: Knex): Promise<() => Promise<void>> {
  for (;;) {
    try {
      const tx = await db.transaction();
      return async () => {
        await tx.rollback();
      };
    } catch {
      // The engine was faster this time.
    }
  }
}

/** Leaves no room for what is large. Answers how to make room again. */
async function fillDisk(
  db: Knex,
  isSqlite: boolean,
): Promise<() => Promise<void>> {
  if (isSqlite) {
    await db.raw('VACUUM');
    const [{ page_count: pages }] = await db.raw('PRAGMA page_count');
    await db.raw(`PRAGMA max_page_count = ${pages}`);
    return async () => {
      await db.raw('PRAGMA max_page_count = 1073741823');
    };
  }
  // What a server says whose disk is full.
  await db.raw(
    `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file';
     END $$`,
  );
  await db.raw(
    `CREATE TRIGGER no_room BEFORE UPDATE ON run_steps FOR EACH ROW
     WHEN (length(NEW.output_json) > 50000) EXECUTE FUNCTION no_room()`,
  );
  return async () => {
    await db.raw('DROP TRIGGER no_room ON run_steps');
    await db.raw('DROP FUNCTION no_room()');
  };
}
