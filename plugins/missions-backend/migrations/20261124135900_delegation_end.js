// @ts-check

/**
 * When a person took back a voice that was handed over, before its time.
 * Locks: adds an empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('approval_delegations', table => {
    table.string('ended_at', 30).nullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE approval_delegations DROP COLUMN ended_at');
};
