import type { BenchDatabase } from '../databases/BenchDatabase';
import { sqliteServer } from '../databases/sqliteServer';
import { BenchEngine } from './BenchEngine';
import { guardOnce } from './guardOnce';

/** Beyond the events of the run. */
const AGAIN = 1_000;

describe('guardOnce', () => {
  let database: BenchDatabase;
  /** Nobody else may write while it is open. */
  let engine: BenchEngine;

  beforeAll(async () => {
    database = await sqliteServer().open();
    engine = await BenchEngine.create(database.knex);
    await engine.useMission(2);
    await (
      await engine.startRun()
    ).finished;
  });

  afterAll(async () => {
    await engine?.stop();
    await database?.remove();
  });

  it('accepts a run whose steps were done once', async () => {
    await expect(guardOnce(database)).resolves.toBeUndefined();
  });

  it.each(['target.planning', 'target.succeeded', 'run.finished'])(
    'refuses figures of a run that has %s twice',
    async type => {
      const { knex } = database;
      const [event] = await knex('run_events').where({ type });
      await knex('run_events').insert({ ...event, seq: AGAIN });
      await expect(guardOnce(database)).rejects.toThrow(
        '1 steps or ends came twice, 0 runs failed',
      );
      await knex('run_events').where({ seq: AGAIN }).delete();
    },
  );
});
