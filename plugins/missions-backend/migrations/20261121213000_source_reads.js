// @ts-check

/**
 * When each source of missions was read last, by whichever process: the status
 * names one that nobody could read since long. A source that was not read since
 * the upgrade has no row.
 * Locks: creates a table only.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('source_reads', table => {
    table.comment('When each source of missions was read last');
    table.string('source', 100).primary();
    table.string('read_at', 30).notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('source_reads');
};
