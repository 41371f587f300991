// @ts-check

/**
 * How far the re-sealing with the newest key has come, so that it goes on after
 * a restart, on one replica at a time. Until now values stayed sealed with the
 * key that was the first when they were written.
 * Locks: creates a table only.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('sealing_rotation', table => {
    table.comment('The last walk over everything sealed; one row');
    table.integer('id').primary();
    table.string('key_id', 40).notNullable().comment('The key that seals');
    table.string('key_print', 64).notNullable();
    table.string('cursor', 40).notNullable().comment('The last run looked at');
    table.integer('total').notNullable().comment('Runs when it began');
    table.integer('looked').notNullable().comment('Runs');
    table.integer('resealed').notNullable().comment('Values');
    table
      .text('shut_json')
      .notNullable()
      .comment('Values that did not open, by id of their key');
    table.string('started_at', 30).notNullable();
    table.string('finished_at', 30).nullable();
    table.string('lease_owner', 100).nullable();
    table.string('lease_until', 30).nullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sealing_rotation');
};
