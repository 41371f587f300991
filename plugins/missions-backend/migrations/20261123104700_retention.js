// @ts-check

/**
 * What was removed of old runs, and when. `retention_stage` counts what is
 * gone: 0 nothing, 1 the log, 2 events and evidence too; its index finds the
 * next runs of each stage, the oldest first, and holds only runs that ended.
 *
 * Locks: adds columns without rewriting tables; the index of PostgreSQL reads
 * `runs` once and holds writes to it meanwhile, a second for a million rows.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .integer('retention_stage')
      .notNullable()
      .defaultTo(0)
      .comment('How much of it is gone by retention');
    table.string('logs_removed_at', 30).nullable();
    table.string('history_removed_at', 30).nullable();
  });
  await knex.raw(
    `CREATE INDEX runs_retention ON runs (retention_stage, finished_at, id)
     WHERE finished_at IS NOT NULL`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX runs_retention');
  // Not by knex: on SQLite it copies a table and drops it, and dropping this
  // one would take along what hangs on it.
  await knex.raw('ALTER TABLE runs DROP COLUMN history_removed_at');
  await knex.raw('ALTER TABLE runs DROP COLUMN logs_removed_at');
  await knex.raw('ALTER TABLE runs DROP COLUMN retention_stage');
};
