import createKnex, { type Knex } from 'knex';
import { readEvents, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { TestDatabaseId } from '../store/__testUtils__/TestDatabases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases({ both: true });
const { Postgres } = TestDatabaseId;

(ids.includes(Postgres) ? describe : describe.skip)(
  'a database that goes away on PostgreSQL',
  () => {
    let db: Knex;
    let server: Knex;
    let name: string;
    let engine: TestEngine;
    let one: MemoryCluster;

    const comesBack = () =>
      server.raw('ALTER DATABASE ?? WITH ALLOW_CONNECTIONS true', [name]);

    beforeEach(async () => {
      db = await databases.init(Postgres);
      const { rows } = await db.raw('SELECT current_database() AS name');
      name = rows[0].name;
      server = createKnex({
        client: 'pg',
        connection:
          process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING,
      });
      one = new MemoryCluster('one');
      engine = await TestEngine.create(db, [one]);
    });

    afterEach(async () => {
      await comesBack();
      await server.destroy();
      await engine.stop();
    });

    /** Nobody gets a connection any more, and those that are there break. */
    const goesAway = async () => {
      await server.raw('ALTER DATABASE ?? WITH ALLOW_CONNECTIONS false', [
        name,
      ]);
      await server.raw(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?',
        [name],
      );
    };
    /** Longer than a lease, by the clock of the server that stays. */
    const stayAway = async (milliseconds: number) => {
      const { rows } = await server.raw('SELECT clock_timestamp() AS at');
      await engine.until(async () => {
        const now = await server.raw('SELECT clock_timestamp() AS at');
        return now.rows[0].at - rows[0].at > milliseconds;
      });
    };

    it('ends no run: what was at work goes on with its key, and the rest is claimed', async () => {
      const leaseMs = 1_000;
      const worker = await engine.worker({ leaseMs });
      const run = await engine.start({
        steps: [paintHouse],
        verify: [houseIsBlue],
      });
      let open = () => {};
      const opened = new Promise<void>(resolve => {
        open = resolve;
      });
      engine.hooks.afterIntent = () => opened;
      await engine.approve(run.id);
      await engine.until(() => engine.hooks.calls.length === 1);
      const next = await engine.start({
        steps: [{ ...paintHouse, input: { name: 'tree', value: 'blue' } }],
        verify: [{ ...houseIsBlue, input: { name: 'tree', value: 'blue' } }],
      });

      await goesAway();
      await engine.until(() => engine.store.health.trouble !== undefined);
      engine.hooks.afterIntent = undefined;
      open();
      await stayAway(3 * leaseMs);
      expect(engine.store.health.trouble?.error.code).toBe(
        'DATABASE_UNAVAILABLE',
      );
      await comesBack();

      await engine.reaches(run.id, 'succeeded');
      await engine.approve(next.id);
      await engine.reaches(next.id, 'succeeded');
      expect(worker.trouble).toBeUndefined();
      const keys = engine.hooks.calls.slice(0, 2);
      expect(new Set(keys).size).toBe(1);
      const { db: tx } = engine.store;
      const events = await readEvents({ tx, runId: run.id });
      expect(
        events.filter(({ type }) => type === 'step.succeeded'),
      ).toHaveLength(1);
      const [target] = await readTargets({ tx, runIds: [run.id] });
      expect(target.fence).toBeGreaterThan(1);
    });
  },
);
