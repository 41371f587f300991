// @ts-check

/**
 * What was approved of a target, for as long as a newer plan of it waits: what
 * is another is told of that one, also when the newer one was blocked between.
 * Targets that wait while this is migrated compare with their newest plan.
 * Locks: adds an empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('run_targets', table => {
    table
      .text('approved_plan_json', 'longtext')
      .nullable()
      .comment('The TargetPlan of approved_hash; none: plan_json has it');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: see the migration watched_cluster.
  await knex.raw('ALTER TABLE run_targets DROP COLUMN approved_plan_json');
};
