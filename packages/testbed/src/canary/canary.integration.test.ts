import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { isTerminal, type Run } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from '../fleet/startFleet';
import type { PortalClient, PortalError } from '../portal/PortalClient';
import { startPortal, type Portal } from '../portal/startPortal';
import { CANARY, canaryForms, formsIn } from './canaryForms';
import { canaryMissions, missionText, NAMESPACE } from './canaryMissions';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const [databaseId] = databases
  .eachSupportedId()
  .map(([id]) => id)
  .reverse();

const RUN_PARTS = [
  ...['', '/plan', '/plan.md', '/evidence', '/journal', '/findings'],
  ...['/events', '/logs', '/stream'],
];
const LISTS = [
  ...['/runs', '/approvals', '/missions', '/mission-problems', '/clusters'],
  ...['/actions', '/orbits', '/status', '/orbits/upcoming'],
];

describe('a secret in eight forms', () => {
  let knex: Knex;
  let fleet: Fleet;
  let portal: Portal;
  let page: Server;
  let folder: string;
  let operator: PortalClient;
  let approver: PortalClient;
  const logged: string[] = [];
  const runs: string[] = [];
  const refusals: string[] = [];
  let missions: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-canary-'));
    page = createServer((request, response) => {
      response.writeHead(Number(request.url!.slice(1)), {
        'Content-Type': 'text/plain',
        'X-Echo': encodeURIComponent(CANARY),
      });
      response.end(
        `${request.headers.authorization}\n${Object.values(canaryForms).join(
          '\n',
        )}`,
      );
    });
    await new Promise<void>(done => page.listen(0, '127.0.0.1', done));
    const address = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
    const all = canaryMissions(address);
    missions = Object.keys(all);
    for (const [name, steps] of Object.entries(all)) {
      await mkdir(join(folder, 'missions', name), { recursive: true });
      await writeFile(
        join(folder, 'missions', name, 'mission.yaml'),
        missionText(name, steps),
      );
    }
    fleet = await startFleet({ folder, names: ['dev'], speed: 50 });
    const put = (path: string, body: object) => fleet.create('dev', path, body);
    await put('/api/v1/namespaces', { metadata: { name: NAMESPACE } });
    const maps = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
    const data = Object.fromEntries(
      Object.entries(canaryForms).map(([name, form]) => [
        name.replaceAll(' ', '-'),
        form,
      ]),
    );
    await put(maps, { metadata: { name: 'holder' }, data });
    await put(maps, { metadata: { name: 'doomed' }, data });
    const labels = { app: 'web' };
    await put(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, {
      metadata: { name: 'web', annotations: data },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels, annotations: data },
          spec: {
            containers: [
              {
                name: 'web',
                image: 'web:does-not-exist',
                env: [{ name: 'A', value: CANARY }],
              },
            ],
          },
        },
      },
    });
    knex = await databases.init(databaseId);
    portal = await startPortal({
      knex,
      missions: join(folder, 'missions'),
      demo: false,
      kubeconfig: fleet.kubeconfig,
      config: {
        clusters: [{ name: 'dev', writable: true }],
        http: { allow: ['127.0.0.1'] },
      },
      features: [
        createServiceFactory({
          service: coreServices.logger,
          deps: {},
          factory: () => recorder(logged),
        }),
      ],
    });
    operator = portal.as('operator');
    approver = portal.as('approver');
  });

  afterAll(async () => {
    await portal?.stop();
    await fleet?.stop();
    page?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Keeps what a refused request says. */
  const tried = (asked: Promise<unknown>) =>
    asked.catch((error: PortalError) => {
      refusals.push(JSON.stringify(error.body));
    });

  /** Says it of what needs a word, and approves, until the run is over. */
  async function finish(runId: string): Promise<Run> {
    const deadline = Date.now() + 60_000;
    const ask = (verb: string, body: object) =>
      tried(operator.request('POST', `/runs/${runId}/${verb}`, body));
    const reason = `It said ${CANARY}`;
    for (;;) {
      const run = await operator.run(runId);
      if (isTerminal(run.state)) {
        return run;
      }
      if (Date.now() > deadline) {
        throw new Error(`Run ${runId} (${run.title}) stays ${run.state}`);
      }
      if (run.state === 'needs_decision') {
        await ask('decide', { targetId: 'dev', decision: 'close', reason });
      } else if (run.state === 'blocked') {
        await ask('cancel', { reason });
      } else if (run.approvals.some(({ state }) => state === 'open')) {
        await tried(approver.approve(runId, `As ${canaryForms.url} says`));
      } else {
        await finishChildren(run);
      }
      await new Promise(resolve => setTimeout(resolve, 300));
    }
  }

  async function finishChildren({ id, missionRef }: Run): Promise<void> {
    if (missionRef.endsWith('/child')) {
      const children = await operator.children(id);
      await Promise.all(children.map(child => finish(child.id)));
    }
  }

  it('is read, written, echoed and refused by every kind of step', async () => {
    const { items: problems } = await operator.request(
      'GET',
      '/mission-problems',
    );
    expect(problems).toEqual([]);
    const ended = await Promise.all(
      missions.map(async name => {
        const { id } = await operator.start({
          missionRef: `mission-control/${name}`,
          parameters: { pin: CANARY },
          targets: [{ cluster: 'dev' }],
        });
        runs.push(id);
        return [name, (await finish(id)).state];
      }),
    );
    const states = new Set(ended.map(([, state]) => state));
    // Of success and failure alike.
    expect([...states].sort()).toEqual([
      'cancelled',
      'failed',
      'inconclusive',
      'succeeded',
    ]);
    const undone = await Promise.all(
      runs.map(id =>
        operator.undo(id).catch((error: PortalError) => {
          refusals.push(JSON.stringify(error.body));
          return undefined;
        }),
      ),
    );
    const undos = undone.flatMap(run => (run ? [run.id] : []));
    expect(undos.length).toBeGreaterThan(0);
    await Promise.all(undos.map(id => finish(id)));
    for (const id of [...runs]) {
      runs.push(...(await operator.children(id)).map(child => child.id));
    }
    runs.push(...undos);
    const seen = await fleet.objects('dev');
    expect(JSON.stringify(seen)).toContain('holder');
  });

  it('is in no answer that refuses bad input', async () => {
    const start = (parameters: object) =>
      tried(
        operator.start({
          missionRef: 'mission-control/get',
          parameters: parameters as Record<string, unknown>,
          targets: [{ cluster: 'dev' }],
        }),
      );
    await start({ pin: CANARY.repeat(4) });
    await start({ pin: [CANARY] });
    await start({ pin: { [CANARY]: CANARY } });
    expect(refusals.length).toBeGreaterThan(2);
    expect(refusals.flatMap(formsIn)).toEqual([]);
  });

  it('is in no answer about the runs, and in no stream', async () => {
    const found: unknown[] = [];
    for (const id of runs) {
      for (const part of RUN_PARTS) {
        const text = await (await operator.open(`/runs/${id}${part}`)).text();
        found.push(...formsIn(text).map(form => [id, part, form]));
      }
    }
    for (const path of LISTS) {
      const text = await (await operator.open(path)).text();
      found.push(...formsIn(text).map(form => [path, form]));
    }
    expect(found).toEqual([]);
  });

  it('is in no table of the database', async () => {
    const found: unknown[] = [];
    for (const table of await tablesOf(knex)) {
      for (const row of await knex(table)) {
        for (const [column, value] of Object.entries(row)) {
          found.push(
            ...formsIn(String(value)).map(form => [table, column, form]),
          );
        }
      }
    }
    expect(found).toEqual([]);
  });

  it('is in no line that the backend logged', async () => {
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.filter(line => formsIn(line).length > 0)).toEqual([]);
  });

  it('is found in each of its forms, so that all this says something', () => {
    const names = Object.keys(canaryForms);
    expect(
      names.filter(name => !formsIn(canaryForms[name]).includes(name)),
    ).toEqual([]);
    expect(names).toHaveLength(8);
  });
});

/** A logger that keeps everything, errors with their stacks. */
function recorder(lines: string[]): any {
  const keep = (...parts: unknown[]) => {
    lines.push(
      parts
        .map(part =>
          part instanceof Error ? part.stack : JSON.stringify(part),
        )
        .join(' '),
    );
  };
  const logger = { error: keep, warn: keep, info: keep, debug: keep };
  return { ...logger, child: () => recorder(lines) };
}

async function tablesOf(knex: Knex): Promise<string[]> {
  const tables: { name: string }[] =
    knex.client.config.client === 'pg'
      ? await knex('information_schema.tables')
          .where('table_schema', knex.raw('current_schema()'))
          .select('table_name as name')
      : await knex('sqlite_master').where({ type: 'table' }).select('name');
  return tables.map(({ name }) => name);
}
