// @ts-check

/**
 * Which cluster a freeze of a cluster is about, whatever its name leads to
 * later: the UID of its kube-system namespace, as it was when it was frozen.
 * Locks: adds an empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('freezes', table => {
    table.string('cluster_uid', 100).nullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('ALTER TABLE freezes DROP COLUMN cluster_uid');
};
