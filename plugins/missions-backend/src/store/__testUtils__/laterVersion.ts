import type { Knex } from 'knex';
import { dialectOf } from '../dialect';
import { overDeadlocks } from '../overDeadlocks';
import { SCHEMA_GENERATION } from '../SchemaGuard';

/** Of a version that this one knows nothing of. */
export const LATER_MIGRATION = '29990101000000_later.js';

/** What docs/decisions/0005 asks of a migration that ends an older engine. */
async function breakSchema(knex: Knex): Promise<void> {
  if (!dialectOf(knex).singleProcess) {
    await knex.raw('LOCK TABLE schema_breaks IN ACCESS EXCLUSIVE MODE');
  }
  await knex('schema_breaks').insert({
    generation: SCHEMA_GENERATION + 1,
    least_version: '9.0.0',
    at: new Date().toISOString(),
  });
}

/** The migrations of a later version: one that adds a column, which may end older engines, too. */
function later(options: { breaks: boolean }): Knex.MigratorConfig {
  return {
    disableMigrationsListValidation: true,
    migrationSource: {
      getMigrations: async () => [LATER_MIGRATION],
      getMigrationName: (name: string) => name,
      getMigration: async () => ({
        async up(knex: Knex) {
          if (options.breaks) {
            await breakSchema(knex);
          }
          await knex.schema.alterTable('runs', table => {
            table.text('added_later').nullable();
          });
        },
        async down(knex: Knex) {
          await knex.raw('ALTER TABLE runs DROP COLUMN added_later');
          await knex('schema_breaks')
            .where('generation', '>', SCHEMA_GENERATION)
            .delete();
        },
      }),
    },
  };
}

/** Migrates as a later version does at its start. */
export async function migrateLater(
  db: Knex,
  options: { breaks: boolean },
): Promise<void> {
  await overDeadlocks(() => db.migrate.latest(later(options)));
}

/** Takes it back. */
export async function takeBackLater(db: Knex): Promise<void> {
  await overDeadlocks(() =>
    db.migrate.down({
      ...later({ breaks: true }),
      name: LATER_MIGRATION,
    } as Knex.MigratorConfig),
  );
}
