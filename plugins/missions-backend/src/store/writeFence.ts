import type { Knex } from 'knex';

const VERBS = ['INSERT', 'UPDATE', 'DELETE'];

/**
 * Makes SQLite refuse every write of this connection once the process lock
 * belongs to somebody else. A process that was suspended and goes on cannot
 * know yet that it lost the lock; the database does. The triggers are temporary:
 * they hold for this connection only and are gone with it.
 */
export async function installWriteFence(
  db: Knex,
  owner: string,
): Promise<void> {
  const tables: { name: string }[] = await db.raw(
    `SELECT name FROM pragma_table_list
     WHERE schema = 'main' AND type = 'table'
       AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
       AND name NOT LIKE 'knex\\_%' ESCAPE '\\'
       AND name <> 'process_lock'`,
  );
  for (const { name } of tables) {
    for (const verb of VERBS) {
      const trigger = `fence_${verb}_${name}`;
      await db.raw(`DROP TRIGGER IF EXISTS temp."${trigger}"`);
      await db.raw(
        `CREATE TEMP TRIGGER "${trigger}" BEFORE ${verb} ON main."${name}"
         WHEN NOT EXISTS (SELECT 1 FROM process_lock WHERE owner = '${owner}')
         BEGIN SELECT RAISE(ABORT, 'This process does not hold the lock of the database'); END`,
      );
    }
  }
}
