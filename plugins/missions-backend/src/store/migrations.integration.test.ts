import { resolve } from 'node:path';
import { engineDatabases } from './__testUtils__/databases';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const directory = resolve(__dirname, '../../migrations');

describe.each(ids)('migrations on %s', id => {
  it('go up, twice without harm, and down to nothing', async () => {
    const db = await databases.init(id);
    await db.migrate.latest({ directory });
    const [, again] = await db.migrate.latest({ directory });
    expect(again).toEqual([]);
    expect(await db.schema.hasTable('runs')).toBe(true);
    await db.migrate.rollback({ directory }, true);
    expect(await db.schema.hasTable('runs')).toBe(false);
    expect(await db.schema.hasTable('process_lock')).toBe(false);
    await db.migrate.latest({ directory });
    expect(await db.schema.hasTable('run_journal')).toBe(true);
  });
});
