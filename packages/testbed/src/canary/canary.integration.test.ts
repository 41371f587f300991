import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { isTerminal, type Run } from '@mission-control/plugin-missions-common';
import type { MissionNotification } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFleet, type Fleet } from '../fleet/startFleet';
import type { PortalClient, PortalError } from '../portal/PortalClient';
import { startPortal, type Portal } from '../portal/startPortal';
import { CANARY, canaryForms, formsIn } from './canaryForms';
import { canaryMissions, missionText } from './canaryMissions';
import { fillCluster } from './fillCluster';
import { processesInto } from './processes';
import { programModule } from './programModule';
import { notifierInto, recorder, tablesOf } from './sinks';

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
  const started: string[] = [];
  let leaveProcesses: () => void;
  const runs: string[] = [];
  const refusals: string[] = [];
  const messages: MissionNotification[] = [];
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
    await fillCluster((path, body) => fleet.create('dev', path, body));
    knex = await databases.init(databaseId);
    portal = await startPortal({
      knex,
      missions: join(folder, 'missions'),
      demo: false,
      kubeconfig: fleet.kubeconfig,
      config: {
        clusters: [{ name: 'dev', writable: true }],
        http: { allow: ['127.0.0.1'] },
        notifications: { approvers: ['group:default/approvers'] },
      },
      features: [
        notifierInto(messages),
        programModule,
        createServiceFactory({
          service: coreServices.logger,
          deps: {},
          factory: () => recorder(logged),
        }),
      ],
    });
    leaveProcesses = processesInto(started);
    operator = portal.as('operator');
    approver = portal.as('approver');
    const read = async () =>
      (await operator.request('GET', '/missions')).items.length;
    while ((await read()) < missions.length) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  afterAll(async () => {
    leaveProcesses?.();
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

  it('is in no message to people, whatever it is about', async () => {
    /** Waits until a run's last message to starter or approvers begins so. */
    const told = async (run: string, whom: string, title: string) => {
      const deadline = Date.now() + 60_000;
      const scope = `missions:${run}:${whom}`;
      const last = () => messages.findLast(each => each.scope === scope)?.title;
      while (!last()?.startsWith(title)) {
        if (Date.now() > deadline) {
          throw new Error(`${scope} says '${last()}', not '${title}'`);
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    };
    // Their plans change nothing, so nobody has to approve them.
    const start = async (name: string) => {
      const { id } = await operator.start({
        missionRef: `mission-control/${name}`,
        title: `With ${CANARY} or ${canaryForms.base64}`,
        parameters: { pin: CANARY },
        targets: [{ cluster: 'dev' }],
      });
      runs.push(id);
      return id;
    };
    const gate = await start('gate');
    await told(gate, 'approvers', 'Approval needed');
    const { approvals } = await operator.run(gate);
    const { id, hash } = approvals.find(({ state }) => state === 'open')!;
    await approver.request('POST', `/approvals/${id}/decision`, {
      decision: 'reject',
      hash,
      comment: `It says ${CANARY}`,
    });
    for (const [run, stuck] of [
      [gate, 'Failed on dev'],
      [await start('http-500'), 'Blocked on dev'],
    ]) {
      await told(run, 'starter', stuck);
      await operator.request('POST', `/runs/${run}/decide`, {
        targetId: 'dev',
        decision: 'close',
        reason: `Because of ${CANARY}`,
      });
      await told(run, 'starter', 'Failed: ');
    }
    // Of waiting, of failure with its reason, and of the end with what was said.
    expect(JSON.stringify(messages)).toMatch(/Failed: .*closed by operator/);
    expect(
      messages.filter(message => formsIn(JSON.stringify(message)).length > 0),
    ).toEqual([]);
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

  it('is in no argument and no environment of a process, ours or that of a program', async () => {
    expect(started.some(process => process.includes('cat\nsecret'))).toBe(true);
    const own = [...process.argv, ...Object.values(process.env).map(String)];
    expect(
      [...own, ...started].filter(text => formsIn(text).length > 0),
    ).toEqual([]);
  });

  it('would be found in the environment of one that is started', async () => {
    const before = started.length;
    const child = spawn(process.execPath, ['--version'], {
      stdio: 'ignore',
      env: { PIN: CANARY },
    });
    await once(child, 'exit');
    expect(started.slice(before).map(formsIn)).toEqual([
      expect.arrayContaining(['plain']),
    ]);
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
