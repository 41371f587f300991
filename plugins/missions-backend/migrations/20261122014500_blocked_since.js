// @ts-check

/**
 * Since when a target is blocked, so that one of an orbit's run is looked at
 * again for a limited time, whichever replica does. Targets that are blocked
 * already have none; theirs begins when they are checked again.
 * Locks: adds one empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_targets', table => {
    table
      .string('blocked_since', 30)
      .nullable()
      .comment('Until it has a plan; a look by itself does not change it');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping this
  // one would take along its steps.
  await knex.raw('ALTER TABLE run_targets DROP COLUMN blocked_since');
};
