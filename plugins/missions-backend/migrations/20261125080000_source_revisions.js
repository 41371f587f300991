// @ts-check

/**
 * Tells by one number whether the missions of a source are those that a process
 * read last.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('source_reads', table => {
    table.integer('revision').notNullable().defaultTo(0);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('source_reads', table => {
    table.dropColumn('revision');
  });
};
