// @ts-check

/**
 * A hash of the request that enabled an orbit, so that the same request with
 * the same Idempotency-Key gets its orbit before anything is validated again.
 * Orbits of older versions have none: their key is refused as one of another
 * request.
 * Locks: adds one empty column, which rewrites no row.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('orbits', table => {
    table
      .string('request_hash', 64)
      .nullable()
      .comment('Tells two requests with one Idempotency-Key apart');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not by knex: on SQLite it copies a table and drops it, and dropping this
  // one would take along its slots.
  await knex.raw('ALTER TABLE orbits DROP COLUMN request_hash');
};
