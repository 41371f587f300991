// @ts-check

/**
 * What could not be seen when an object was deleted, so that nobody knows
 * whether more went with it. Until now an undo asked the cluster again, where
 * what went is gone and other rights may hold. Locks: adds one empty column,
 * which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_journal', table => {
    table.text('unseen').nullable().comment('What nobody saw; for people');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('run_journal', table => {
    table.dropColumn('unseen');
  });
};
