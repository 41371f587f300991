import { sqliteServer } from '../databases/sqliteServer';
import { countCommits } from './countCommits';

describe('countCommits', () => {
  it('counts transactions and writes that changed a row, and nothing else', async () => {
    const server = sqliteServer();
    const { knex, remove } = await server.open();
    try {
      await knex.raw('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)');
      await knex('t').insert({ id: 1, n: 1 });
      const counter = countCommits(knex);

      await knex('t').insert({ id: 2, n: 1 });
      await knex('t').where({ id: 2 }).update({ n: 2 });
      await knex.raw('UPDATE t SET n = 3 WHERE id = 2 RETURNING id');
      await knex.transaction(async tx => {
        await tx.batchInsert('t', [{ id: 3, n: 4 }], 10);
        await tx('t').where({ id: 2 }).update({ n: 4 });
      });
      await knex('t').where({ id: 9 }).update({ n: 5 });
      await knex.raw('UPDATE t SET n = 5 WHERE id = 9 RETURNING id');
      await knex('t').select();

      expect(counter.stop()).toBe(4);
      await knex('t').where({ id: 1 }).delete();
      expect(counter.stop()).toBe(4);
    } finally {
      await remove();
      await server.stop();
    }
  });
});
