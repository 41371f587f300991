// @ts-check

/**
 * Steps, approvals and slots that ended keep their state whatever the code
 * does, as runs and targets do.
 * Locks: each table for a moment.
 */

/** The terminal states of the day; `states.integration.test.ts` compares them with the tables. */
const TERMINAL = {
  run_steps: ['succeeded', 'skipped', 'overridden', 'cancelled'],
  approvals: ['approved', 'rejected', 'expired', 'superseded'],
  orbit_slots: ['started', 'skipped', 'missed', 'refused'],
};

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const postgres = knex.client.config.client === 'pg';
  for (const [table, states] of Object.entries(TERMINAL)) {
    const ended = `(${states.map(state => `'${state}'`).join(', ')})`;
    await knex.raw(
      postgres
        ? `CREATE TRIGGER ${table}_terminal BEFORE UPDATE OF state ON ${table}
           FOR EACH ROW
           WHEN (OLD.state IN ${ended} AND NEW.state <> OLD.state)
           EXECUTE FUNCTION missions_terminal_state()`
        : `CREATE TRIGGER ${table}_terminal BEFORE UPDATE OF state ON ${table}
           WHEN OLD.state IN ${ended} AND NEW.state <> OLD.state
           BEGIN SELECT RAISE(ABORT, 'missions: state is terminal'); END`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const postgres = knex.client.config.client === 'pg';
  for (const table of Object.keys(TERMINAL)) {
    await knex.raw(
      `DROP TRIGGER ${table}_terminal${postgres ? ` ON ${table}` : ''}`,
    );
  }
};
