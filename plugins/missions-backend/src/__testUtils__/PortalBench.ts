import {
  coreServices,
  createBackendModule,
  createServiceFactory,
  type BackendFeature,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  missionActionsExtensionPoint,
  missionChecksExtensionPoint,
  missionClustersExtensionPoint,
  type ClusterConnection,
} from '@mission-control/plugin-missions-node';
import type { JsonObject } from '@backstage/types';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import request from 'supertest';
import { missionsPlugin } from '../plugin';
import { ConfigMapServer } from './ConfigMapServer';
import { readAction, valueCheck, writeAction } from './configMapActions';

const WAIT_MS = 20_000;
const SOURCE = 'test';

/**
 * A whole backend with the clusters `lab` (writable), `fenced` (not in the
 * namespace of the missions) and `frozen` (read-only), a directory of
 * missions, and people who ask its API. For tests.
 */
export class PortalBench {
  readonly server: ConfigMapServer;
  /** What the provider knows now. */
  clusters: ClusterConnection[];
  readonly #scheduler = mockServices.scheduler();
  #directory = '';
  #backend: TestBackend | undefined;

  private constructor(server: ConfigMapServer) {
    this.server = server;
    this.clusters = ['lab', 'fenced', 'frozen'].map(name => ({
      ...server.connection,
      name,
    }));
  }

  /** Starts it with missions by name, on a database of its own or a given one; `features` take the place of what they provide, `settings` that of clusters. */
  static async start(
    missions: Record<string, string>,
    knex?: Knex,
    features: readonly BackendFeature[] = [],
    settings: readonly JsonObject[] = [],
  ): Promise<PortalBench> {
    const bench = new PortalBench(await ConfigMapServer.start());
    await bench.#start(missions, knex, features, settings);
    return bench;
  }

  async stop(): Promise<void> {
    await this.#backend?.stop();
    await this.server.close();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Writes a mission file and lets the portal read its source again. */
  async write(name: string, text: string): Promise<void> {
    await this.#save(name, text);
    await this.#scheduler.triggerTask(`missions-source-${SOURCE}`);
  }

  /** Lets the orbits look at the clock. */
  async tick(): Promise<void> {
    await this.#scheduler.triggerTask('missions-orbits');
  }

  get(path: string, user = 'jane') {
    return request(this.#backend!.server)
      .get(`/api/missions${path}`)
      .set('Authorization', header(user));
  }

  /** A POST whose bytes and headers are the caller's affair. */
  async postBytes(
    path: string,
    headers: Record<string, string>,
    bytes: Buffer | string,
  ) {
    const asked = request(this.#backend!.server)
      .post(`/api/missions${path}`)
      .set('Authorization', header('jane'))
      .set(headers);
    asked.write(bytes as string);
    return asked;
  }

  /** Any request of Jane's, as it is. */
  async send(asked: {
    method: string;
    path: string;
    headers: Readonly<Record<string, string>>;
    body?: string;
  }) {
    const sent = request(this.#backend!.server)
      [asked.method as 'get'](`/api/missions${asked.path}`)
      .set('Authorization', header('jane'))
      .set(asked.headers);
    return asked.body === undefined ? sent : sent.send(asked.body);
  }

  /** A POST with a key of its own, unless one is given. */
  post(path: string, body: object, user = 'jane', key: string = randomUUID()) {
    return request(this.#backend!.server)
      .post(`/api/missions${path}`)
      .set('Authorization', header(user))
      .set('Idempotency-Key', key)
      .send(body);
  }

  /** Starts a run on a cluster and answers its id. */
  async run(mission: string, cluster = 'lab'): Promise<string> {
    const { body, status } = await this.post('/runs', {
      missionRef: `${SOURCE}/${mission}`,
      targets: [{ cluster }],
    });
    if (status !== 201) {
      throw new Error(`${status}: ${JSON.stringify(body)}`);
    }
    return body.id;
  }

  /** The run when its one target is in a state. */
  async reaches(runId: string, state: string): Promise<any> {
    let seen: any;
    return this.until(
      async () => {
        seen = (await this.get(`/runs/${runId}`)).body;
        return seen.state === state ? seen : undefined;
      },
      () => `Run is ${seen?.state}: ${seen?.targetsDetail?.[0]?.reason}`,
    );
  }

  /** The open approval of a run. */
  async approval(runId: string): Promise<any> {
    const run = await this.until(async () => {
      const { body } = await this.get(`/runs/${runId}`);
      return body.approvals.some((item: any) => item.state === 'open')
        ? body
        : undefined;
    });
    return run.approvals.find((item: any) => item.state === 'open');
  }

  decide(approval: { id: string; hash: string }, user = 'ann') {
    const { id, hash } = approval;
    const body = { decision: 'approve', hash };
    return this.post(`/approvals/${id}/decision`, body, user);
  }

  async until<T>(
    fn: () => Promise<T>,
    describe = () => 'The condition did not come true',
  ): Promise<NonNullable<T>> {
    const end = Date.now() + WAIT_MS;
    for (;;) {
      const value = await fn();
      if (value) {
        return value as NonNullable<T>;
      }
      if (Date.now() > end) {
        throw new Error(describe());
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  async #start(
    missions: Record<string, string>,
    knex: Knex | undefined,
    features: readonly BackendFeature[],
    settings: readonly JsonObject[],
  ): Promise<void> {
    this.#directory = await mkdtemp(join(tmpdir(), 'missions-portal-'));
    for (const [name, text] of Object.entries(missions)) {
      await this.#save(name, text);
    }
    const clusters = () => this.clusters;
    this.#backend = await startTestBackend({
      features: [
        missionsPlugin,
        ...features,
        ...(knex ? [mockServices.database({ knex })].map(database) : []),
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => this.#scheduler,
        }),
        catalogServiceMock.factory({ entities: [] }),
        createBackendModule({
          pluginId: 'missions',
          moduleId: 'test',
          register(reg) {
            reg.registerInit({
              deps: {
                actions: missionActionsExtensionPoint,
                checks: missionChecksExtensionPoint,
                points: missionClustersExtensionPoint,
              },
              async init({ actions, checks, points }) {
                actions.addActions(readAction, writeAction);
                checks.addChecks(valueCheck);
                points.addProvider({
                  id: 'test',
                  clusters: async () => clusters(),
                });
              },
            });
          },
        }),
        mockServices.rootConfig.factory({
          data: {
            missions: {
              sources: [
                { name: SOURCE, type: 'directory', path: this.#directory },
              ],
              clusters: [
                ...settings,
                { name: 'lab', writable: true },
                {
                  name: 'fenced',
                  writable: true,
                  namespaces: { deny: ['web'] },
                },
              ],
              sealing: {
                keys: [
                  { id: 'a', key: Buffer.alloc(32, 1).toString('base64') },
                ],
              },
            },
          },
        }),
      ],
    });
    let problems: unknown;
    await this.until(
      async () => {
        problems = (await this.get('/mission-problems')).body;
        return (await this.get('/missions')).body.items?.length > 0;
      },
      () => `No mission could be read: ${JSON.stringify(problems)}`,
    );
  }

  async #save(name: string, text: string): Promise<void> {
    await mkdir(join(this.#directory, name), { recursive: true });
    await writeFile(join(this.#directory, name, 'mission.yaml'), text);
  }
}

function database(service: DatabaseService) {
  return createServiceFactory({
    service: coreServices.database,
    deps: {},
    factory: () => service,
  });
}

/** Credentials of a person, or of a service: `plugin:permission`. */
function header(user: string): string {
  if (user.startsWith('plugin:')) {
    return mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(user),
      targetPluginId: 'missions',
    });
  }
  return mockCredentials.user.header(`user:default/${user}`);
}
