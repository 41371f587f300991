// @ts-check

/**
 * A slot gets a state, so that one that was skipped, missed or waits is told
 * from one that started; an orbit keeps its next slot beside the moment at
 * which that slot starts. At most one slot of an orbit waits.
 * Locks: both tables while rows are filled in.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('orbits', table => {
    table
      .string('next_slot_at', 30)
      .nullable()
      .comment('The next slot; next_run_at is when it starts');
  });
  await knex('orbits').update({ next_slot_at: knex.ref('next_run_at') });

  await knex.schema.alterTable('orbit_slots', table => {
    table.string('state', 20).notNullable().defaultTo('due').index();
    table.string('starts_at', 30).nullable().comment('The slot and its jitter');
  });
  await knex('orbit_slots').update({ starts_at: knex.ref('slot') });
  await knex('orbit_slots').whereNotNull('run_id').update({ state: 'started' });
  await knex('orbit_slots')
    .whereNotNull('problem')
    .update({ state: 'refused' });
  await knex('orbit_slots')
    .where('problem', 'like', 'Run % still goes on')
    .update({ state: 'skipped' });
  await knex.raw(
    `CREATE UNIQUE INDEX orbit_slots_one_queued ON orbit_slots (orbit_id) WHERE state = 'queued'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('DROP INDEX orbit_slots_one_queued');
  await knex.schema.alterTable('orbit_slots', table => {
    table.dropIndex('state');
  });
  // Not by knex: on SQLite it copies a table and drops it, and dropping orbits
  // would take their slots along.
  await knex.raw('ALTER TABLE orbit_slots DROP COLUMN state');
  await knex.raw('ALTER TABLE orbit_slots DROP COLUMN starts_at');
  await knex.raw('ALTER TABLE orbits DROP COLUMN next_slot_at');
};
