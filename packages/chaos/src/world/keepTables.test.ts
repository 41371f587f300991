import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { keepTables } from './keepTables';

/** Only what orders the rows, and of approvals what they say. */
const COLUMNS = {
  runs: ['created_at', 'id'],
  run_targets: ['run_id', 'target_id'],
  run_steps: ['run_id', 'target_id', 'step_id'],
  run_journal: ['run_id', 'target_id', 'seq'],
  run_events: ['run_id', 'seq'],
  approvals: ['run_id', 'created_at', 'id', 'state'],
};

describe('keepTables', () => {
  let folder: string;
  let knex: Knex;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keep-tables-'));
    knex = createKnex({
      client: 'better-sqlite3',
      connection: { filename: ':memory:' },
      useNullAsDefault: true,
    });
    for (const [table, columns] of Object.entries(COLUMNS)) {
      await knex.schema.createTable(table, builder =>
        columns.forEach(column => builder.text(column)),
      );
    }
  });

  afterEach(async () => {
    await knex.destroy();
    await rm(folder, { recursive: true });
  });

  it('keeps the rows of each table in their order, a row a line', async () => {
    const late = { run_id: 'r', created_at: '2', id: 'a', state: 'open' };
    const early = { run_id: 'r', created_at: '1', id: 'b', state: 'granted' };
    await knex('approvals').insert([late, early]);
    const database = { truth: () => knex } as Parameters<
      typeof keepTables
    >[0]['database'];
    await keepTables({ database, folder });
    const kept = async (table: string) =>
      (await readFile(join(folder, `${table}.jsonl`), 'utf8'))
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line));
    expect(await kept('approvals')).toEqual([early, late]);
    for (const table of Object.keys(COLUMNS).slice(0, -1)) {
      expect(await kept(table)).toEqual([]);
    }
  });
});
