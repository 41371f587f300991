// @ts-check

/**
 * The person behind a run, as known when it started, for clusters on which each
 * run acts as who started it; of an orbit, who enabled it. Runs and orbits of
 * before have none, and are refused on such clusters.
 * Locks: adds empty columns.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const name of ['runs', 'orbits']) {
    await knex.schema.alterTable(name, table => {
      table
        .text('starter_json')
        .nullable()
        .comment('ref, groups, email, annotations');
    });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping these
  // would take along what hangs on them.
  await knex.raw('ALTER TABLE orbits DROP COLUMN starter_json');
  await knex.raw('ALTER TABLE runs DROP COLUMN starter_json');
};
