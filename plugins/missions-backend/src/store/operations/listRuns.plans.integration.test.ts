import type { Knex } from 'knex';
import { Sealer } from '../../sealing';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { TestDatabaseId } from '../__testUtils__/TestDatabases';
import { Store } from '..';
import { listRuns, type RunFilter } from './listRuns';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const LIMIT = 50;
const EXPLAIN = {
  sqlite: 'EXPLAIN QUERY PLAN ',
  // Few rows are read from tables whatever there is.
  postgres: 'EXPLAIN ',
};

describe.each(ids)('plans of the list of runs on %s', id => {
  const isPostgres = id === TestDatabaseId.Postgres;
  let db: Knex;
  let store: Store;

  beforeEach(async () => {
    db = await databases.init(id);
    store = await Store.create({ database: db, sealer: new Sealer() });
    await insertRun(store);
  });

  afterEach(async () => {
    await store.close();
  });

  /** The statements of a list, and how the database answers each. */
  async function explain(filter: RunFilter) {
    const asked: { sql: string; bindings: Knex.RawBinding[] }[] = [];
    const note = (query: (typeof asked)[number]) => asked.push(query);
    db.on('query', note);
    await listRuns({ tx: db, dialect: store.dialect, filter, limit: LIMIT });
    db.removeListener('query', note);
    return db.transaction(async tx => {
      if (isPostgres) {
        await tx.raw('SET LOCAL enable_seqscan = off');
      }
      const plans: string[] = [];
      for (const { sql, bindings } of asked) {
        const plain = sql.replace(/\$\d+/g, '?');
        const explained = await tx.raw(
          (isPostgres ? EXPLAIN.postgres : EXPLAIN.sqlite) + plain,
          bindings,
        );
        plans.push(JSON.stringify(explained.rows ?? explained));
      }
      return plans;
    });
  }

  it.each<[string, RunFilter, string]>([
    ['everything', {}, 'runs_listed'],
    ['what has not ended', { finished: false }, 'runs_listed'],
    ['one mission', { mission: 'test/one' }, 'runs_mission_ref_index'],
    ['one cluster', { cluster: 'one' }, 'run_targets_cluster_state_index'],
  ])('counts %s by an index', async (_what, filter, index) => {
    const [page, counts, ...more] = await explain(filter);
    expect(more).toEqual([]);
    expect(counts).toContain(index);
    expect(page + counts).not.toMatch(/SCAN runs"|Seq Scan/);
  });

  it('looks once through words for the page and its counts', async () => {
    const [found, rows, ...more] = await explain({ q: 'user test' });
    expect(more).toEqual([]);
    expect(found.match(/MATERIALIZE|CTE found/g)).toHaveLength(1);
    expect(found).toContain(isPostgres ? 'CTE Scan' : 'runs_words');
    expect(rows).not.toMatch(/SCAN runs|Seq Scan/);
  });
});
