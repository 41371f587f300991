// @ts-check

/**
 * Which migrations an older engine must not write beside, each with the
 * generation that it begins. Empty: every engine so far may go on beside newer
 * ones. Until now an engine only knew that a migration was not its own.
 * docs/decisions/0005 tells how such a migration is made.
 * Locks: creates a table only.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('schema_breaks', table => {
    table.comment('Engines that know no such generation write nothing');
    table.integer('generation').primary();
    table
      .string('least_version', 40)
      .notNullable()
      .comment('Of the engine that knows it');
    table.string('at', 30).notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('schema_breaks');
};
