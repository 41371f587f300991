import type { Knex } from 'knex';

/** How much is seeded, and of how many things. */
export interface SeedSize {
  readonly runs: number;
  readonly missions: number;
  readonly clusters: number;
  readonly people: number;
}

/** As on a portal that a company used for half a year. */
export const FULL_SIZE: SeedSize = {
  runs: 50_000,
  missions: 1_500,
  clusters: 1_000,
  people: 300,
};

/** Names of seeded things, by their number. */
export const seeded = {
  mission: (number: number) => `seed/mission-${padded(number, 4)}`,
  cluster: (number: number) => `cluster-${padded(number, 4)}`,
  person: (number: number) => `user:default/person-${padded(number, 3)}`,
};

/** A text of digits in SQL, as `padded` writes it. */
const digits = (expression: string, length: number) =>
  `substr(CAST(${10 ** length} + (${expression}) AS TEXT), 2)`;

const numbers = (count: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${
    count - 1
  })`;

/** The ids of the store: ten characters of time, sixteen of chance. */
const runId = `'01k' || ${digits('i', 7)} || 'seed' || ${digits(
  '(i * 7919) % 999983',
  12,
)}`;

/** Most succeeded; a few hundred are open, as many wait for people. */
const state = `CASE
  WHEN i % 500 = 0 THEN 'running' WHEN i % 500 = 1 THEN 'awaiting_approval'
  WHEN i % 1000 = 2 THEN 'needs_decision' WHEN i % 1000 = 3 THEN 'blocked'
  WHEN i % 100 < 78 THEN 'succeeded' WHEN i % 100 < 90 THEN 'failed'
  WHEN i % 100 < 95 THEN 'inconclusive' WHEN i % 100 < 98 THEN 'cancelled'
  ELSE 'planned' END`;

const isOpen = (column: string) =>
  `${column} IN ('running', 'awaiting_approval', 'needs_decision', 'blocked')`;

/** Half a year, evenly: second i of so many. */
const time = (run: string, later = 0) => {
  const minute = `(${run} * 5 + ${later})`;
  return `'2026-0' || (1 + (${minute} / 40320) % 6) || '-' || ${digits(
    `1 + (${minute} / 1440) % 28`,
    2,
  )} || 'T' || ${digits(`(${minute} / 60) % 24`, 2)} || ':' || ${digits(
    `${minute} % 60`,
    2,
  )} || ':00.000Z'`;
};

/**
 * Fills the real tables of a store with runs that ended long ago and some that
 * are open, with targets, steps and approvals, by one statement a table. The
 * same size gives the same rows on every database.
 */
export async function seedRuns(knex: Knex, size: SeedSize): Promise<void> {
  const { runs, missions, clusters, people } = size;
  // A few missions and people have most of the runs.
  const mission = `((i * 31) % ${missions}) * ((i * 17) % ${missions}) / ${missions}`;
  const person = `((i * 13) % ${people}) * ((i * 7) % ${people}) / ${people}`;
  await knex.raw(`INSERT INTO runs (id, mission_ref, mission_version, type, title,
      state, initiator, trigger_json, parameters_json, plan_hash, plan_only, event_seq,
      entity_ref, created_at, started_at, finished_at)
    ${numbers(runs)}
    SELECT ${runId}, 'seed/mission-' || ${digits(mission, 4)}, 'v1',
      CASE (i * 3) % 10 WHEN 0 THEN 'sequence' WHEN 1 THEN 'fix' WHEN 2 THEN 'fix'
        WHEN 3 THEN 'install' WHEN 4 THEN 'install' ELSE 'orbit' END,
      'Upgrade the ingress of team ' || (i % 97) || ', ticket ' || i, ${state},
      'user:default/person-' || ${digits(person, 3)}, '{"kind":"api"}',
      '{"namespace":"team-' || (i % 97) || '","version":"1.' || (i % 40) || '.0","values":"' ||
        'replicas and resources and other values that people type into the form of a mission' || '"}',
      'hash-of-a-plan-' || i, ${state} = 'planned', 30,
      CASE WHEN i % 3 = 0 THEN 'component:default/service-' || (i % 400) END,
      ${time('i')}, ${time('i')},
      CASE WHEN ${isOpen(`(${state})`)} THEN NULL ELSE ${time('i', 4)} END
    FROM n`);
  const place = `CAST(substr(r.id, 4, 7) AS INTEGER)`;
  const cluster = `(${place} * 41 + n.i * 211) % ${clusters}`;
  await knex.raw(`INSERT INTO run_targets (run_id, target_id, position, cluster,
      cluster_json, state, plan_json, plan_summary_json, plan_hash, enqueued_at,
      started_at, finished_at)
    ${numbers(4)}
    SELECT r.id, 'cluster-' || ${digits(
      cluster,
      4,
    )}, n.i, 'cluster-' || ${digits(cluster, 4)},
      '{"name":"cluster-' || ${digits(cluster, 4)} || '","environment":"' ||
        CASE (${cluster}) % 3 WHEN 0 THEN 'production' WHEN 1 THEN 'staging' ELSE 'development' END ||
        '","writable":true}',
      r.state,
      '{"changes":[{"verb":"update","object":{"apiVersion":"apps/v1","kind":"Deployment","namespace":"team-' ||
        (${place} % 97) || '","name":"ingress"},"fields":[{"path":"spec.template.spec.containers[0].image","before":"registry.example/ingress:1.0","after":"registry.example/ingress:1.1"}]},{"verb":"create","object":{"apiVersion":"v1","kind":"ConfigMap","namespace":"team-' ||
        (${place} % 97) || '","name":"ingress-settings"},"fields":[]}]}',
      '{"create":1,"change":1,"delete":0,"deferred":0}', 'hash', r.created_at,
      r.started_at, r.finished_at
    FROM runs r JOIN n ON n.i = 0 OR (${place} % 4 = 0 AND n.i < 2) OR ${place} % 20 = 0
    WHERE r.id LIKE '01k%seed%'`);
  await knex.raw(`INSERT INTO run_steps (run_id, target_id, step_id, position,
      source_id, name, action, effect, state, started_at, finished_at)
    ${numbers(3)}
    SELECT t.run_id, t.target_id, 'step-' || n.i, n.i, 'step-' || n.i, 'Step ' || n.i,
      'kubernetes:apply', 'write',
      CASE WHEN t.finished_at IS NULL THEN 'pending' WHEN t.state = 'failed' AND n.i = 2 THEN 'failed' ELSE 'succeeded' END,
      t.started_at, t.finished_at
    FROM run_targets t CROSS JOIN n WHERE t.run_id LIKE '01k%seed%'`);
  await knex.raw(`INSERT INTO approvals (id, run_id, target_id, kind, state, hash,
      policy_json, created_at, expires_at)
    SELECT 'approval-' || r.id, r.id, NULL, 'plan',
      CASE WHEN r.state = 'awaiting_approval' THEN 'open' ELSE 'approved' END, 'hash',
      '{"policy":"owner","count":1,"from":["group:default/team-1"],"notStarter":true}',
      r.created_at, NULL
    FROM runs r WHERE r.id LIKE '01k%seed%' AND r.state <> 'planned'`);
  await knex.raw('ANALYZE');
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
