import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import type { ChaosDatabase } from './ChaosDatabase';

/** A file in the folder, which its one engine makes. */
export async function sqliteDatabase(folder: string): Promise<ChaosDatabase> {
  const connection = join(folder, 'chaos.sqlite');
  let knex: Knex | undefined;
  return {
    title: 'SQLite',
    settings: { client: 'better-sqlite3', connection },
    engines: 1,
    truth: () => {
      knex ??= createKnex({
        client: 'better-sqlite3',
        connection: { filename: connection, options: { readonly: true } },
        useNullAsDefault: true,
      });
      return knex;
    },
    remove: async () => knex?.destroy(),
  };
}
