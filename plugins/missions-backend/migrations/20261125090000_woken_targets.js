// @ts-check

/**
 * Finds the runs that have something to do, and of each its oldest target,
 * without reading and sorting all targets that wait: a run over a thousand
 * clusters did that a thousand times.
 * Locks: `run_targets` on PostgreSQL, for reads and writes, while each index
 * reads it once: a second for a million rows. The strongest lock comes first: who
 * took it after a weaker one would wait for claims that wait for the weaker one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_targets', table => {
    table.dropIndex(['wake_at', 'enqueued_at']);
  });
  await knex.raw(
    'CREATE INDEX run_targets_due ON run_targets (wake_at, run_id) WHERE wake_at IS NOT NULL',
  );
  await knex.raw(
    'CREATE INDEX run_targets_woken ON run_targets (run_id, enqueued_at, position) WHERE wake_at IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('run_targets', table => {
    table.index(['wake_at', 'enqueued_at']);
  });
  await knex.raw('DROP INDEX run_targets_woken');
  await knex.raw('DROP INDEX run_targets_due');
};
