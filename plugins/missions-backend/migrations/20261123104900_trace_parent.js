// @ts-check

/**
 * The trace of the request that created a run, for a link from the traces of
 * its targets. Runs of before have none.
 * Locks: adds an empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table.string('trace_parent', 55).nullable().comment('W3C traceparent');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: see the migration retention.
  await knex.raw('ALTER TABLE runs DROP COLUMN trace_parent');
};
