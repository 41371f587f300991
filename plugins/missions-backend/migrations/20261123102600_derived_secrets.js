// @ts-check

/**
 * What expressions of a run made of its secrets, such as a part of one: secret
 * too, and masked by every process that shows something of the run. Until now
 * it was shown.
 * Locks: creates a table; to refer to runs holds up its writers for a moment.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('run_derived_secrets', table => {
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table
      .string('digest', 64)
      .notNullable()
      .comment('HMAC with the key of the run');
    table.text('value_sealed').notNullable();
    table.primary(['run_id', 'digest']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_derived_secrets');
};
