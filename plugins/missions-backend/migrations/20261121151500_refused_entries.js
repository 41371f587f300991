// @ts-check

/**
 * Why a write was refused, code and message. Until now an entry that an API
 * server refused was `done` without a change, and nobody could see why.
 * Locks: adds one empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_journal', table => {
    table.text('refusal_json').nullable().comment('Code and masked message');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('run_journal', table => {
    table.dropColumn('refusal_json');
  });
};
