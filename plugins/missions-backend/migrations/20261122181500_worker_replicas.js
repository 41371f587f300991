// @ts-check

/**
 * Who works on the runs, and with which sealing keys: a replica without a key
 * leaves a target to one that has it, for as long as that one lives. Until now
 * it left it for some seconds to whoever there might be.
 * Locks: creates tables; to refer to run_targets holds up its writers for a moment.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('worker_replicas', table => {
    table.string('id', 100).primary().comment('As in lease_owner');
    table.string('seen_at', 30).notNullable().comment('When it last said so');
    table
      .text('keys_json')
      .notNullable()
      .comment('Ids and prints of its sealing keys');
  });
  await knex.schema.createTable('left_targets', table => {
    table.comment('Targets that need a key which the replica lacks');
    table
      .string('replica_id', 100)
      .notNullable()
      .references('id')
      .inTable('worker_replicas')
      .onDelete('CASCADE');
    table.string('run_id', 40).notNullable();
    table.string('target_id', 253).notNullable();
    table.string('left_to', 100).notNullable().comment('A replica');
    table.primary(['replica_id', 'run_id', 'target_id']);
    table
      .foreign(['run_id', 'target_id'])
      .references(['run_id', 'target_id'])
      .inTable('run_targets')
      .onDelete('CASCADE');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('left_targets');
  await knex.schema.dropTable('worker_replicas');
};
