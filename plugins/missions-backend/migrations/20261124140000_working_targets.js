// @ts-check

/**
 * Counts what works on a cluster, for each claim where clusters have limits,
 * without reading what ever ran there.
 * Locks: the index of PostgreSQL reads `run_targets` once and holds writes to
 * it meanwhile, a second for a million rows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw(
    'CREATE INDEX run_targets_working ON run_targets (cluster) WHERE lease_until IS NOT NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX run_targets_working');
};
