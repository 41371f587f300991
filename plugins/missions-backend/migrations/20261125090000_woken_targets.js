// @ts-check

/**
 * Finds the runs that have something to do, and of each its oldest target,
 * without reading and sorting all targets that wait: a run over a thousand
 * clusters did that a thousand times.
 * Locks: each index of PostgreSQL reads `run_targets` once and holds writes to
 * it meanwhile, a second for a million rows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    'CREATE INDEX run_targets_due ON run_targets (wake_at, run_id) WHERE wake_at IS NOT NULL',
  );
  await knex.raw(
    'CREATE INDEX run_targets_woken ON run_targets (run_id, enqueued_at, position) WHERE wake_at IS NOT NULL',
  );
  await knex.schema.alterTable('run_targets', table => {
    table.dropIndex(['wake_at', 'enqueued_at']);
  });
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
