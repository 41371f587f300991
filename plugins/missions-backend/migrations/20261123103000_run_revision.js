// @ts-check

/**
 * A number that every change of a run raises, whoever makes it: what a process
 * knows of a run still holds as long as it is the same.
 * Locks: adds a column with a constant default, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .integer('revision')
      .notNullable()
      .defaultTo(0)
      .comment('Raised by every change of the run; raising it locks the run');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping this
  // one would take along what hangs on it.
  await knex.raw('ALTER TABLE runs DROP COLUMN revision');
};
