// @ts-check

/**
 * Who asked for a look that had to wait, by which Idempotency-Key, so that the
 * same request gets the same slot, and its run once it has started. Looks that
 * started at once have the key on their run.
 * Locks: creates a table only.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('orbit_looks', table => {
    table.comment('Keys of looks that had to wait, with the slot of each');
    table.string('asked_by', 255).notNullable();
    table.string('idempotency_key', 255).notNullable();
    table.string('orbit_id', 40).notNullable();
    table.string('slot', 30).notNullable();
    table.primary(['asked_by', 'idempotency_key']);
    table
      .foreign(['orbit_id', 'slot'])
      .references(['orbit_id', 'slot'])
      .inTable('orbit_slots')
      .onDelete('CASCADE');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('orbit_looks');
};
