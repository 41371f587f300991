// @ts-check

/**
 * Which approved target may write where several runs would change the same
 * objects of one cluster: who has its turn, and who waits for whom. Targets
 * that are under way already take theirs when their run changes next.
 * Locks: adds two empty columns, which rewrites no row, and an index over them;
 * to refer to run_targets holds up its writers for a moment.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_targets', table => {
    table
      .string('turn', 10)
      .nullable()
      .comment('taken, waits or refused, from its approval to its end');
    table
      .text('touches_json')
      .nullable()
      .comment('Objects that its plan changes');
  });
  await knex.raw(
    'CREATE INDEX run_targets_turn_index ON run_targets (cluster) WHERE turn IS NOT NULL',
  );
  await knex.schema.createTable('run_waits', table => {
    table.comment('A target that waits for its turn, and for which other one');
    table.string('run_id', 40).notNullable();
    table.string('target_id', 253).notNullable();
    table.string('for_run_id', 40).notNullable();
    table.string('for_target_id', 253).notNullable();
    table.text('object_json').notNullable().comment('One that both change');
    table.primary(['run_id', 'target_id', 'for_run_id', 'for_target_id']);
    table.index(['for_run_id', 'for_target_id']);
    table
      .foreign(['run_id', 'target_id'])
      .references(['run_id', 'target_id'])
      .inTable('run_targets')
      .onDelete('CASCADE');
    table
      .foreign(['for_run_id', 'for_target_id'])
      .references(['run_id', 'target_id'])
      .inTable('run_targets')
      .onDelete('CASCADE');
  });
  await knex.schema.createTable('engine_locks', table => {
    table.comment('Rows to hold where several runs are compared');
    table.string('name', 20).primary();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('engine_locks');
  await knex.schema.dropTable('run_waits');
  await knex.raw('DROP INDEX run_targets_turn_index');
  // Not by knex: on SQLite it copies a table and drops it, and dropping this
  // one would take along its steps.
  await knex.raw('ALTER TABLE run_targets DROP COLUMN touches_json');
  await knex.raw('ALTER TABLE run_targets DROP COLUMN turn');
};
