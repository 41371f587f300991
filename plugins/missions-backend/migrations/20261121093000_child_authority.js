// @ts-check

/**
 * A run and an orbit keep what their starter may start by way of steps, since
 * nobody can be asked for a permission when a worker starts a child. Rows of
 * older versions have none: their children are refused.
 * Locks: both tables, for the time of adding an empty column.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const name of ['runs', 'orbits']) {
    await knex.schema.alterTable(name, table => {
      table
        .text('child_authority_json', 'longtext')
        .nullable()
        .comment('Missions, clusters and runs that steps may reach');
    });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping one
  // would take along what hangs on it.
  await knex.raw('ALTER TABLE orbits DROP COLUMN child_authority_json');
  await knex.raw('ALTER TABLE runs DROP COLUMN child_authority_json');
};
