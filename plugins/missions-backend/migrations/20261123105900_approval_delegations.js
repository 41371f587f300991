// @ts-check

/**
 * Voices that approvers hand to others, for one approval or for a time, and in
 * whose place a decision was made.
 * Locks: creates a table; adds one empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('approval_delegations', table => {
    table.increments('id');
    table
      .string('approval_id', 40)
      .nullable()
      .index()
      .references('id')
      .inTable('approvals')
      .onDelete('CASCADE')
      .comment('null: every approval until a time');
    table.string('by', 255).notNullable();
    table
      .text('by_refs_json')
      .notNullable()
      .comment('Who that person was then, with all groups');
    table.string('to', 255).notNullable();
    table.text('comment').nullable();
    table.string('until', 30).nullable();
    table.string('at', 30).notNullable();
  });
  await knex.schema.alterTable('approval_decisions', table => {
    table.string('in_place_of', 255).nullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE approval_decisions DROP COLUMN in_place_of');
  await knex.schema.dropTable('approval_delegations');
};
