import { TestDatabases } from './__testUtils__/TestDatabases';
import { keepStatements } from './keepStatements';

const databases = TestDatabases.create();

describe('keepStatements', () => {
  it('prepares a statement once, and answers for other values', async () => {
    const db = await databases.init('SQLITE_3');
    const connection = await db.client.acquireConnection();
    const prepare = jest.spyOn(connection, 'prepare');
    await db.client.releaseConnection(connection);
    await keepStatements(db);
    await db.schema.createTable('notes', table => table.integer('id'));
    prepare.mockClear();
    for (const id of [1, 2, 3]) {
      await db('notes').insert({ id });
      expect(await db('notes').where({ id }).pluck('id')).toEqual([id]);
    }
    expect(prepare).toHaveBeenCalledTimes(2);
  });

  it('sees a column that came after the statement was kept', async () => {
    const db = await databases.init('SQLITE_3');
    await keepStatements(db);
    await db.schema.createTable('notes', table => table.integer('id'));
    await db('notes').insert({ id: 1 });
    expect(await db('notes')).toEqual([{ id: 1 }]);
    await db.schema.alterTable('notes', table =>
      table.string('text').defaultTo('none'),
    );
    expect(await db('notes')).toEqual([{ id: 1, text: 'none' }]);
  });

  it('lets go of the statements that were not used for long', async () => {
    const db = await databases.init('SQLITE_3');
    const connection = await db.client.acquireConnection();
    const prepare = jest.spyOn(connection, 'prepare');
    await db.client.releaseConnection(connection);
    await keepStatements(db);
    for (let value = 0; value < 600; value++) {
      await db.raw(`SELECT ${value}`);
    }
    prepare.mockClear();
    await db.raw('SELECT 599');
    await db.raw('SELECT 0');
    expect(prepare.mock.calls).toEqual([['SELECT 0']]);
  });
});
