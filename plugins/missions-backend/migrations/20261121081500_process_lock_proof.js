// @ts-check

/**
 * What proves that the holder of the process lock is gone: boot, namespace of
 * process ids and start time. A host name and a process id are not enough, since
 * two containers both have a process 1. The table has one row; the change locks
 * nothing for long.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('process_lock', table => {
    table.string('proof', 200);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('process_lock', table => {
    table.dropColumn('proof');
  });
};
