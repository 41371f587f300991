// @ts-check

/**
 * The lock by which a replica shows that its process lives, so that others need
 * not wait for its leases to run out when it was killed. Older engines have none.
 * Locks: adds an empty column.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('worker_replicas', table => {
    table
      .integer('life_key')
      .nullable()
      .comment(
        'Key of the advisory lock of its session; none: nobody can tell',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE worker_replicas DROP COLUMN life_key');
};
