// @ts-check

/**
 * Brakes: switches that hold writes, with who set and lifted them and why; what
 * holds a target, for lists and pages; and who let a run go on outside of its
 * change windows. Locks: a new table, and two empty columns, which rewrite no
 * row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('freezes', table => {
    table.string('id', 36).primary();
    table.string('scope', 20).notNullable();
    table.string('name', 255).nullable().comment('Environment or cluster');
    table.text('reason').notNullable();
    table.string('set_by', 255).notNullable();
    table.string('set_at', 24).notNullable();
    table.string('until', 24).nullable();
    table.string('lifted_at', 24).nullable();
    table.string('lifted_by', 255).nullable();
    table.text('lift_reason').nullable();
    table.index(['lifted_at'], 'freezes_lifted_at_idx');
  });
  await knex.schema.alterTable('run_targets', table => {
    table.text('held_json').nullable().comment('What holds its writes');
  });
  await knex.schema.alterTable('runs', table => {
    table
      .text('window_pass_json')
      .nullable()
      .comment('Who lets it go on outside of change windows, when and why');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping these
  // would take along what hangs on them.
  await knex.raw('ALTER TABLE runs DROP COLUMN window_pass_json');
  await knex.raw('ALTER TABLE run_targets DROP COLUMN held_json');
  await knex.schema.dropTable('freezes');
};
