// @ts-check

/**
 * The first schema. Conventions: ids are text (ULID-like, sortable by time),
 * times are ISO-8601 UTC text written from the database's clock or the
 * engine's argument, JSON is text, sealed values are text `v1:<key id>:<base64>`.
 * Locks: creates tables only.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('mission_versions', table => {
    table.comment(
      'Immutable content of every mission version that was ever loaded',
    );
    table.string('ref', 255).notNullable();
    table.string('version', 64).notNullable();
    table.text('content', 'longtext').notNullable();
    table.text('spec_json', 'longtext').notNullable();
    table.string('created_at', 30).notNullable();
    table.primary(['ref', 'version']);
  });

  await knex.schema.createTable('missions', table => {
    table.comment('The missions of the sources as they were read last');
    table.string('ref', 255).primary();
    table.string('source', 100).notNullable();
    table.string('name', 100).notNullable();
    table.string('version', 64).notNullable();
    table.text('location').notNullable();
    table.string('title', 255).notNullable();
    table.text('description').notNullable();
    table.string('type', 20).notNullable().index();
    table.string('category', 100).nullable();
    table.string('maturity', 20).nullable();
    table.string('owner', 255).nullable();
    table.boolean('endorsed').notNullable().defaultTo(false);
    table.text('summary_json', 'longtext').notNullable();
    table.text('search_text', 'longtext').notNullable();
    table.text('readme', 'longtext').nullable();
    table.string('updated_at', 30).notNullable();
  });

  await knex.schema.createTable('mission_problems', table => {
    table.comment(
      'Why a file of a source could not be read, or what the linter says',
    );
    table.increments('id');
    table.string('source', 100).notNullable().index();
    table.text('location').notNullable();
    table.text('problem_json', 'longtext').notNullable();
  });

  await knex.schema.createTable('runs', table => {
    table.string('id', 40).primary();
    table.string('mission_ref', 255).notNullable().index();
    table.string('mission_version', 64).notNullable();
    table.string('type', 20).notNullable();
    table.string('title', 255).notNullable();
    table.string('state', 30).notNullable();
    table.text('reason').nullable();
    table.text('outcome').nullable();
    table.string('initiator', 255).notNullable().index();
    table.text('trigger_json').notNullable();
    table
      .text('parameters_json', 'longtext')
      .notNullable()
      .comment('Secrets left out');
    table
      .text('secrets_sealed', 'longtext')
      .nullable()
      .comment('Sealed JSON of secret parameters');
    table
      .text('run_key_sealed')
      .nullable()
      .comment('Sealed key of the HMACs of this run');
    table.string('plan_hash', 64).nullable();
    table.boolean('plan_only').notNullable().defaultTo(false);
    table.boolean('demo').notNullable().defaultTo(false);
    table.integer('priority').notNullable().defaultTo(0);
    table.string('undo_of', 40).nullable().index();
    table
      .text('undo_json')
      .nullable()
      .comment('Targets and drift to overwrite of an undo run');
    table.string('parent_run_id', 40).nullable().index();
    table.string('parent_target_id', 253).nullable();
    table.string('parent_step_id', 200).nullable();
    table.string('orbit_id', 40).nullable();
    table.string('entity_ref', 255).nullable().index();
    table.string('idempotency_key', 255).nullable();
    table.string('request_hash', 64).nullable();
    table
      .integer('event_seq')
      .notNullable()
      .defaultTo(0)
      .comment('Number of the last event; bumping it locks the run');
    table.boolean('cancel_requested').notNullable().defaultTo(false);
    table.boolean('pause_requested').notNullable().defaultTo(false);
    table.text('verdict_json').nullable();
    table.string('undo_until', 30).nullable();
    table.string('created_at', 30).notNullable();
    table.string('started_at', 30).nullable();
    table.string('finished_at', 30).nullable();
    table.unique(['initiator', 'idempotency_key']);
    table.index(['state', 'created_at']);
    table.index(['orbit_id', 'created_at']);
    table.index(['created_at']);
  });

  await knex.schema.createTable('run_targets', table => {
    table.comment(
      'One cluster of a run; also the queue: a target is what a worker claims',
    );
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).notNullable();
    table.integer('position').notNullable();
    table.string('cluster', 253).nullable();
    table.text('cluster_json').nullable();
    table.string('role', 63).nullable();
    table.integer('wave').notNullable().defaultTo(0);
    table
      .boolean('released')
      .notNullable()
      .defaultTo(false)
      .comment('Its wave may write');
    table.string('state', 30).notNullable();
    table.text('reason').nullable();
    table.string('identity', 255).nullable();
    table.string('cluster_uid', 64).nullable();
    table
      .text('plan_json', 'longtext')
      .nullable()
      .comment('TargetPlan, secrets masked');
    table.text('plan_summary_json').nullable().comment('PlanSummary');
    table.string('plan_hash', 64).nullable();
    table.string('planned_at', 30).nullable();
    table.string('approved_hash', 64).nullable();
    table
      .boolean('recheck')
      .notNullable()
      .defaultTo(false)
      .comment('Compare the plan again before the first write');
    table
      .string('wake_at', 30)
      .nullable()
      .comment('Claimable from then on; null: nothing to do');
    table.string('lease_owner', 100).nullable();
    table.string('lease_until', 30).nullable();
    table.integer('fence').notNullable().defaultTo(0);
    table.string('enqueued_at', 30).notNullable();
    table.string('started_at', 30).nullable();
    table.string('finished_at', 30).nullable();
    table.primary(['run_id', 'target_id']);
    table.index(['wake_at', 'enqueued_at']);
    table.index(['cluster', 'state']);
  });

  await knex.schema.createTable('run_steps', table => {
    table.string('run_id', 40).notNullable();
    table.string('target_id', 253).notNullable();
    table
      .string('step_id', 200)
      .notNullable()
      .comment('With [key] for iterations of each');
    table.integer('position').notNullable();
    table
      .string('source_id', 100)
      .notNullable()
      .comment('Step of the mission; differs from step_id in iterations');
    table.text('item_json').nullable().comment('Value of this iteration');
    table.string('name', 255).notNullable();
    table.string('action', 100).notNullable();
    table.string('effect', 10).notNullable();
    table.string('state', 30).notNullable();
    table.integer('attempt').notNullable().defaultTo(0);
    table.integer('fence').notNullable().defaultTo(0);
    table
      .text('input_json', 'longtext')
      .nullable()
      .comment('Evaluated, masked');
    table.text('output_json', 'longtext').nullable().comment('Masked');
    table
      .text('output_sealed', 'longtext')
      .nullable()
      .comment('Whole output where it holds secrets');
    table.text('error_json', 'longtext').nullable();
    table.text('progress_json').nullable();
    table.text('suspension_json').nullable();
    table.text('skip_reason').nullable();
    table.string('wake_at', 30).nullable();
    table.string('child_run_id', 40).nullable().index();
    table.string('approval_id', 40).nullable();
    table.integer('log_seq').notNullable().defaultTo(0);
    table.string('deadline_at', 30).nullable();
    table.string('started_at', 30).nullable();
    table.string('finished_at', 30).nullable();
    table.primary(['run_id', 'target_id', 'step_id']);
    table
      .foreign(['run_id', 'target_id'])
      .references(['run_id', 'target_id'])
      .inTable('run_targets')
      .onDelete('CASCADE');
  });

  await knex.schema.createTable('run_checkpoints', table => {
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).notNullable();
    table.string('step_id', 200).notNullable();
    table.string('key', 200).notNullable();
    table.text('value_sealed', 'longtext').notNullable();
    table.primary(['run_id', 'target_id', 'step_id', 'key']);
  });

  await knex.schema.createTable('run_events', table => {
    table.comment('Append-only history of a run');
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.integer('seq').notNullable();
    table.string('at', 30).notNullable();
    table.string('type', 60).notNullable();
    table.string('target_id', 253).nullable();
    table.string('step_id', 200).nullable();
    table.string('by', 255).nullable();
    table.text('message').nullable();
    table.text('data_json', 'longtext').notNullable();
    table.primary(['run_id', 'seq']);
  });

  await knex.schema.createTable('run_logs', table => {
    table.comment('Log lines, outside the history; seq counts per step');
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).notNullable();
    table.string('step_id', 200).notNullable();
    table.integer('seq').notNullable();
    table.string('at', 30).notNullable();
    table.string('level', 10).notNullable();
    table.text('text').notNullable();
    table.primary(['run_id', 'target_id', 'step_id', 'seq']);
  });

  await knex.schema.createTable('run_evidence', table => {
    table.increments('id');
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).notNullable();
    table.string('step_id', 200).nullable();
    table.string('phase', 20).notNullable();
    table.string('check_id', 200).notNullable();
    table.string('status', 10).notNullable();
    table.text('result_json', 'longtext').notNullable().comment('CheckResult');
    table.string('at', 30).notNullable();
    table.index(['run_id', 'target_id']);
  });

  await knex.schema.createTable('run_journal', table => {
    table.comment('What was changed, in order; prior and after are sealed');
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).notNullable();
    table.integer('seq').notNullable();
    table.string('step_id', 200).notNullable();
    table.string('verb', 30).notNullable();
    table.text('object_json').notNullable();
    table.boolean('prior_existed').notNullable();
    table.text('prior_sealed', 'longtext').nullable();
    table.text('after_sealed', 'longtext').nullable();
    table
      .text('fields_json', 'longtext')
      .nullable()
      .comment('Masked field changes, for people');
    table.text('irreversible').nullable();
    table.string('undone_by', 40).nullable().comment('Undo run');
    table.string('state', 10).notNullable();
    table.integer('fence').notNullable();
    table.string('at', 30).notNullable();
    table.primary(['run_id', 'target_id', 'seq']);
  });

  await knex.schema.createTable('approvals', table => {
    table.string('id', 40).primary();
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).nullable();
    table.string('step_id', 200).nullable();
    table.string('kind', 20).notNullable();
    table.string('state', 20).notNullable();
    table.string('hash', 64).notNullable();
    table.text('message').nullable();
    table.text('policy_json').notNullable();
    table
      .text('changes_json', 'longtext')
      .nullable()
      .comment('The delta of drift and supplementary approvals');
    table.text('automatic').nullable();
    table.string('created_at', 30).notNullable();
    table.string('expires_at', 30).nullable();
    table.string('decided_at', 30).nullable();
    table.index(['run_id']);
    table.index(['state', 'expires_at']);
  });

  await knex.schema.createTable('approval_decisions', table => {
    table
      .string('approval_id', 40)
      .notNullable()
      .references('id')
      .inTable('approvals')
      .onDelete('CASCADE');
    table.string('by', 255).notNullable();
    table.string('decision', 10).notNullable();
    table.text('comment').nullable();
    table.string('at', 30).notNullable();
    table.primary(['approval_id', 'by']);
  });

  await knex.schema.createTable('findings', table => {
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('target_id', 253).notNullable();
    table.string('check_id', 200).notNullable();
    table.string('fingerprint', 64).notNullable();
    table.string('severity', 10).notNullable();
    table.string('status', 20).notNullable();
    table.text('finding_json', 'longtext').notNullable();
    table.string('since', 30).notNullable();
    table.primary(['run_id', 'fingerprint']);
  });

  await knex.schema.createTable('orbits', table => {
    table.string('id', 40).primary();
    table.string('mission_ref', 255).notNullable().index();
    table.string('title', 255).notNullable();
    table.text('schedule_json').notNullable();
    table.text('targets_json', 'longtext').notNullable();
    table.text('parameters_json', 'longtext').notNullable();
    table.string('owner', 255).notNullable();
    table.boolean('paused').notNullable().defaultTo(false);
    table.string('created_at', 30).notNullable();
    table.string('next_run_at', 30).nullable();
    table.string('last_slot_at', 30).nullable();
    table.index(['paused', 'next_run_at']);
  });

  await knex.schema.createTable('orbit_slots', table => {
    table.comment(
      'A slot of an orbit starts one run, whichever replica ticks first',
    );
    table
      .string('orbit_id', 40)
      .notNullable()
      .references('id')
      .inTable('orbits')
      .onDelete('CASCADE');
    table.string('slot', 30).notNullable();
    table.string('run_id', 40).nullable();
    table.text('problem').nullable();
    table.string('claimed_at', 30).notNullable();
    table.primary(['orbit_id', 'slot']);
  });

  await knex.schema.createTable('process_lock', table => {
    table.comment(
      'The one process that may use the database where the dialect allows one',
    );
    table.integer('id').primary();
    table.string('owner', 100).notNullable();
    table.string('host', 255).notNullable();
    table.integer('pid').notNullable();
    table.string('renewed_at', 30).notNullable();
  });

  await knex.schema.createTable('feedback', table => {
    table
      .string('run_id', 40)
      .notNullable()
      .references('id')
      .inTable('runs')
      .onDelete('CASCADE');
    table.string('by', 255).notNullable();
    table.string('value', 10).notNullable();
    table.text('comment').nullable();
    table.string('at', 30).notNullable();
    table.primary(['run_id', 'by']);
  });

  await guardTerminalStates(knex);
};

/** The terminal states of the day; `migrations.integration.test.ts` compares them with the table. */
const TERMINAL = "('succeeded','failed','inconclusive','cancelled','planned')";

/**
 * A run or target that ended keeps its state whatever the code does.
 *
 * @param {import('knex').Knex} knex
 */
async function guardTerminalStates(knex) {
  const postgres = knex.client.config.client === 'pg';
  if (postgres) {
    await knex.raw(`
      CREATE FUNCTION missions_terminal_state() RETURNS trigger AS $$
      BEGIN
        RAISE EXCEPTION 'missions: state % is terminal', OLD.state;
      END;
      $$ LANGUAGE plpgsql`);
  }
  for (const table of ['runs', 'run_targets']) {
    await knex.raw(
      postgres
        ? `CREATE TRIGGER ${table}_terminal BEFORE UPDATE OF state ON ${table}
           FOR EACH ROW
           WHEN (OLD.state IN ${TERMINAL} AND NEW.state <> OLD.state)
           EXECUTE FUNCTION missions_terminal_state()`
        : `CREATE TRIGGER ${table}_terminal BEFORE UPDATE OF state ON ${table}
           WHEN OLD.state IN ${TERMINAL} AND NEW.state <> OLD.state
           BEGIN SELECT RAISE(ABORT, 'missions: state is terminal'); END`,
    );
  }
}

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'feedback',
    'process_lock',
    'orbit_slots',
    'orbits',
    'findings',
    'approval_decisions',
    'approvals',
    'run_journal',
    'run_evidence',
    'run_logs',
    'run_events',
    'run_checkpoints',
    'run_steps',
    'run_targets',
    'runs',
    'mission_problems',
    'missions',
    'mission_versions',
  ]) {
    await knex.schema.dropTable(table);
  }
  if (knex.client.config.client === 'pg') {
    await knex.raw('DROP FUNCTION missions_terminal_state()');
  }
};
