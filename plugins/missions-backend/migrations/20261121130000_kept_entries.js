// @ts-check

/**
 * What an undo left as it is: the run that left it, and why. Such an entry
 * stays open, so that a later undo offers it again; until now it counted as
 * taken back.
 * Locks: adds two empty columns, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_journal', table => {
    table.string('kept_by', 40).nullable().comment('Undo run that left it');
    table.text('kept_reason').nullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('run_journal', table => {
    table.dropColumn('kept_by');
    table.dropColumn('kept_reason');
  });
};
