// @ts-check

/**
 * Which cluster an orbit watches behind a name, and of which one a finding is:
 * what was found on one is not fixed because another one answers by now.
 * Targets and findings of before have none: they are of the cluster that
 * answered in their run.
 * Locks: adds empty columns, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_targets', table => {
    table
      .string('watched_uid', 64)
      .nullable()
      .comment('The cluster that the orbit watches, when another one answers');
  });
  await knex.schema.alterTable('findings', table => {
    table
      .string('cluster_uid', 64)
      .nullable()
      .comment('On which cluster; none: the one of its target in this run');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping that
  // of the targets would take along their steps.
  await knex.raw('ALTER TABLE findings DROP COLUMN cluster_uid');
  await knex.raw('ALTER TABLE run_targets DROP COLUMN watched_uid');
};
