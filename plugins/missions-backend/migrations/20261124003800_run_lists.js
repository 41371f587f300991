// @ts-check

/**
 * Lists of fifty thousand runs: their counts by state and type and those that
 * have not ended are answered from an index; what it replaces answered no
 * question. On SQLite another one holds the words that people search, which
 * never change: it reads them from there in half the time, while PostgreSQL
 * reads the table, and its indexes do not take every long title.
 * Locks: making an index holds up writers of runs while it reads them, for less
 * than a second each with fifty thousand.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table.index(['state', 'type', 'finished_at'], 'runs_listed');
    table.dropIndex(['state', 'created_at']);
    if (knex.client.config.client !== 'pg') {
      table.index(['id', 'title', 'mission_ref', 'initiator'], 'runs_words');
    }
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['state', 'type', 'finished_at'], 'runs_listed');
    table.index(['state', 'created_at']);
    if (knex.client.config.client !== 'pg') {
      table.dropIndex(
        ['id', 'title', 'mission_ref', 'initiator'],
        'runs_words',
      );
    }
  });
};
