import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  compareClusters,
  type Run,
} from '@mission-control/plugin-missions-common';
import knexFactory, { type Knex } from 'knex';
import { startFleet, type Fleet } from '../fleet/startFleet';
import type { PortalClient } from '../portal/PortalClient';
import {
  startBackendProcess,
  type BackendProcess,
} from '../portal/startBackendProcess';
import { acquirePostgres } from '../postgres/acquirePostgres';
import type { Postgres } from '../postgres/startPostgres';
import { waitForStep } from './startSlowRun';

jest.setTimeout(300_000);

const LIMIT_MS = 120_000;
const POLL_MS = 20;
const SPEED = 5;
const STEPS = ['create-namespace', 'apply-application', 'wait-rollout'];

describe('two backend processes on one PostgreSQL', () => {
  const prefix = `replicas_${randomBytes(4).toString('hex')}_`;
  const replicas: BackendProcess[] = [];
  let folder: string;
  let postgres: Postgres;
  let fleet: Fleet;
  let db: Knex;
  let first: BackendProcess;
  let second: BackendProcess;

  const start = async (name: string) => {
    const data = join(folder, name);
    await mkdir(data);
    const replica = await startBackendProcess({
      data,
      settings: {
        APP_CONFIG_backend_database_client: 'pg',
        APP_CONFIG_backend_database_connection: postgres.url,
        APP_CONFIG_backend_database_connection_directory: undefined,
        APP_CONFIG_backend_database_prefix: prefix,
        APP_CONFIG_missions_demo_enabled: 'false',
        APP_CONFIG_missions_kubeconfig_path: fleet.kubeconfig,
        APP_CONFIG_missions_clusters: JSON.stringify([
          { name: 'dev', writable: true },
        ]),
      },
    });
    replicas.push(replica);
    return replica;
  };

  /** Waits until something is so, and answers it. */
  const until = async <T>(
    what: string,
    ask: () => Promise<T | undefined | false>,
  ): Promise<T> => {
    const deadline = Date.now() + LIMIT_MS;
    for (;;) {
      const found = await ask();
      if (found) {
        return found;
      }
      if (Date.now() > deadline) {
        throw new Error(`It did not happen that ${what}`);
      }
      await sleep(POLL_MS);
    }
  };
  const targetOf = (runId: string) =>
    db('run_targets').where({ run_id: runId }).first();
  const rowsOf = async (runId: string) => ({
    steps: await db('run_steps').where({ run_id: runId }).orderBy('position'),
    journal: await db('run_journal').where({ run_id: runId }).orderBy('seq'),
    events: await db('run_events').where({ run_id: runId }).orderBy('seq'),
    logs: await db('run_logs')
      .where({ run_id: runId })
      .orderBy(['step_id', 'seq']),
    target: await targetOf(runId),
  });
  const holderOf = (runId: string) =>
    until(`somebody holds ${runId}`, async () => {
      const { state, lease_owner: owner } = await targetOf(runId);
      return state === 'running' && (owner as string | null);
    });

  /** A run whose rollout takes a while, planned by the first; it waits for its approval. */
  const plan = async (operator: PortalClient, namespace: string) => {
    const { id } = await operator.start({
      missionRef: 'mission-control/install-web-application',
      parameters: { imageTag: 'slow', namespace },
      targets: [{ cluster: 'dev' }],
    });
    return operator.waitFor(id, ['awaiting_approval']);
  };

  /** Ended well, each step committed once, and each object written once. */
  const endsWell = async (client: PortalClient, runId: string) => {
    const run: Run = await client.waitFor(runId, ['succeeded']);
    const { steps, events } = await rowsOf(runId);
    expect(steps.map(step => [step.step_id, step.state])).toEqual(
      STEPS.map(step => [step, 'succeeded']),
    );
    expect(events.map(({ seq }) => seq)).toEqual(
      events.map((_event, index) => index + 1),
    );
    const successes = events.filter(({ type }) => type === 'step.succeeded');
    expect(successes.map(event => event.step_id)).toEqual(STEPS);
    const changed = (await client.journal(run.id)).filter(
      entry => entry.changed,
    );
    const names = changed.map(({ object }) => `${object.kind} ${object.name}`);
    expect([names.length, new Set(names).size]).toEqual([6, 6]);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-replicas-'));
    postgres = await acquirePostgres();
    fleet = await startFleet({ folder, names: ['dev'], speed: SPEED });
    // One after the other: the second finds what the first has migrated.
    first = await start('first');
    await first.ready();
    second = await start('second');
    await second.ready();
    const url = new URL(postgres.url);
    url.pathname = `/${prefix}missions`;
    db = knexFactory({ client: 'pg', connection: url.toString() });
  });

  afterAll(async () => {
    await Promise.all(
      replicas.map(async replica => {
        await replica.signal('SIGCONT').catch(() => undefined);
        await replica.stop();
      }),
    );
    await db?.destroy();
    await fleet?.stop();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('listen to each other', async () => {
    const listeners = await until('both listen', async () => {
      const { rows } = await db.raw(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND query IN (
           'LISTEN mission_control_runs', 'SELECT pg_notify($1, $2)',
           'SELECT pg_advisory_lock($1, $2)')`,
      );
      return rows.length > 1 && rows;
    });
    expect(listeners).toHaveLength(2);
  });

  it('take over from one that is suspended in a write, which writes nothing more when it goes on', async () => {
    await second.signal('SIGSTOP');
    const operator = await first.as('operator');
    const { id } = await plan(operator, 'one');
    fleet.setFaults('dev', {
      kind: 'latency',
      resource: 'deployments',
      milliseconds: 400,
    });
    await (await first.as('approver')).approve(id);
    await holderOf(id);
    await until('the first is about to write the Deployment', async () => {
      const { journal } = await rowsOf(id);
      return journal.some(
        row => row.state === 'intent' && row.object_json.includes('Deployment'),
      );
    });
    await first.signal('SIGSTOP');
    const { fence } = await targetOf(id);
    fleet.setFaults('dev');
    await second.signal('SIGCONT');

    await endsWell(await second.as('operator'), id);
    const taken = await rowsOf(id);
    expect(taken.target.fence).toBeGreaterThan(fence);
    expect(taken.steps[1].fence).toBeGreaterThan(fence);
    const objects = await fleet.objects('dev');

    // What the first had begun is stale; that it claims something new shows that it goes on.
    await second.signal('SIGSTOP');
    await first.signal('SIGCONT');
    const { id: next } = await plan(operator, 'two');
    expect((await targetOf(next)).fence).toBeGreaterThan(0);
    expect(await rowsOf(id)).toEqual(taken);
    expect(await fleet.objects('dev')).toEqual(objects);
    await second.signal('SIGCONT');
    await operator.request('POST', `/runs/${next}/cancel`, {});
  });

  it('take over from one that is killed, and take back what both did', async () => {
    const before = await fleet.objects('dev');
    await second.signal('SIGSTOP');
    const operator = await first.as('operator');
    const { id } = await plan(operator, 'three');
    await (await first.as('approver')).approve(id);
    const holder = await holderOf(id);
    await waitForStep(operator, id, 'apply-application');
    expect(await targetOf(id)).toMatchObject({
      state: 'running',
      lease_owner: holder,
    });
    await first.signal('SIGKILL');
    await first.exited;
    await second.signal('SIGCONT');

    const client = await second.as('operator');
    await endsWell(client, id);
    expect((await targetOf(id)).lease_owner).not.toBe(holder);

    const undo = await client.undo(id);
    await (await second.as('approver')).approveAndFinish(undo.id);
    const left = (await rowsOf(id)).journal.filter(({ state }) =>
      ['intent', 'done'].includes(state),
    );
    expect(left).toEqual([]);
    await until('the namespace is gone', async () =>
      (
        await fleet.objects('dev')
      ).every(({ metadata }) => metadata?.name !== 'three'),
    );
    expect(compareClusters(before, await fleet.objects('dev'))).toEqual([]);
  });
});
