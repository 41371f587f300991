import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { ConfigReader } from '@backstage/config';
import {
  DefaultClusterRegistry,
  type RunCreator,
  Sealer,
  Store,
  type Worker,
  clusterAccess,
  saveMissions,
} from '@mission-control/plugin-missions-backend/testUtils';
import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import type { ComparableObject } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { createBareWorker } from '../bareEngine/createBareWorker';
import { silent } from '../bareEngine/silent';
import { OBJECTS_BEFORE } from './missions';

/** The one cluster of a recording. */
export const CLUSTER = 'lab';
/** What the missions write is of these kinds. */
const LISTED = ['namespaces', 'configmaps', 'secrets'];
const PATIENCE_MS = 30_000;

type Loaded = Parameters<typeof saveMissions>[0]['missions'];

/** The files of a simulated cluster: a snapshot, and the changes since. */
export interface ClusterFiles {
  readonly snapshot: string;
  readonly log: string;
}

/** An engine as the plugin wires it, on one simulated cluster. */
export class World {
  readonly store: Store;
  readonly simulator: Simulator;
  readonly creator: RunCreator;
  readonly #folder: string;
  readonly #worker: Worker;
  readonly #agent: Agent;
  readonly #close: () => Promise<void>;

  private constructor(
    made: Pick<World, 'store' | 'simulator' | 'creator'> & {
      folder: string;
      worker: Worker;
      close: () => Promise<void>;
    },
  ) {
    this.store = made.store;
    this.simulator = made.simulator;
    this.creator = made.creator;
    this.#folder = made.folder;
    this.#worker = made.worker;
    this.#close = made.close;
    this.#agent = new Agent({ ca: made.simulator.ca, keepAlive: true });
  }

  /** @param files - of the cluster; without them it is a new one */
  static async create(knex: Knex, files?: ClusterFiles): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-history-'));
    const snapshotFile = join(folder, 'cluster.json');
    if (files) {
      await writeFile(snapshotFile, files.snapshot);
      await writeFile(`${snapshotFile}.log`, files.log);
    }
    const simulator = await createSimulator({
      name: CLUSTER,
      objects: OBJECTS_BEFORE,
      snapshotFile,
      speed: 20,
    });
    const store = await Store.create({
      database: knex,
      sealer: new Sealer([{ id: 'history', key: Buffer.alloc(32, 5) }]),
    });
    const clusters = DefaultClusterRegistry.create({
      config: new ConfigReader({
        missions: { clusters: [{ name: CLUSTER, writable: true }] },
      }),
      logger: silent,
      version: 'history',
      providers: [
        {
          id: 'history',
          clusters: async () => [
            {
              name: CLUSTER,
              server: simulator.server,
              caData: simulator.caData,
              auth: { kind: 'token', token: simulator.adminToken },
            },
          ],
        },
      ],
    });
    const { creator, worker } = createBareWorker({
      store,
      clusters,
      access: clusterAccess(clusters),
    });
    return new World({
      store,
      simulator,
      creator,
      folder,
      worker,
      close: () => clusters.close(),
    });
  }

  async work(): Promise<void> {
    await this.#worker.start();
  }

  /** Makes these the missions that the sources have now. */
  async saveMissions(missions: NonNullable<Loaded>): Promise<void> {
    await this.store.transaction(tx =>
      saveMissions({
        tx,
        source: 'history',
        missions,
        problems: [],
        now: new Date().toISOString(),
      }),
    );
  }

  async until(
    what: string,
    holds: () => boolean | Promise<boolean>,
  ): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) {
        throw new Error(`It did not come to this: ${what}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** What the cluster has of the kinds that the missions write. */
  async objects(): Promise<ComparableObject[]> {
    const lists = await Promise.all(LISTED.map(kind => this.#list(kind)));
    return lists.flat();
  }

  async files(): Promise<ClusterFiles> {
    const snapshotFile = join(this.#folder, 'cluster.json');
    return {
      snapshot: await readFile(snapshotFile, 'utf8'),
      log: await readFile(`${snapshotFile}.log`, 'utf8'),
    };
  }

  async stop(): Promise<void> {
    await this.#worker.stop();
    await this.#close();
    await this.store.close();
    this.#agent.destroy();
    await this.simulator.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #list(kind: string): Promise<ComparableObject[]> {
    const { server, adminToken } = this.simulator;
    const headers = { authorization: `Bearer ${adminToken}` };
    return new Promise((resolve, reject) => {
      get(
        `${server}/api/v1/${kind}`,
        { agent: this.#agent, headers },
        response => {
          json(response).then((body: any) => {
            const itemKind = body.kind.replace(/List$/, '');
            resolve(
              body.items.map((item: object) => ({
                apiVersion: 'v1',
                kind: itemKind,
                ...item,
              })),
            );
          }, reject);
        },
      ).on('error', reject);
    });
  }
}
