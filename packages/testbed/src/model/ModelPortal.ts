import {
  coreServices,
  createServiceFactory,
  type PermissionsService,
} from '@backstage/backend-plugin-api';
import type { ComparableObject } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFleet, type Fleet } from '../fleet/startFleet';
import { PortalError } from '../portal/PortalClient';
import { startPortal, type Portal } from '../portal/startPortal';
import { missionNames, missionText, NAMESPACE } from './missions';
import { modelModule } from './modelModule';
import { clusterNames, type ClusterName, type Person } from './modelRuns';

/** Between two looks at whether something moves. */
const LOOK_MS = 5;
/** Something hangs that is not at rest by then; a busy machine may take its time. */
const PATIENCE_MS = 60_000;

type Result = Awaited<ReturnType<PermissionsService['authorize']>>[number];

/** The viewer may read, everybody else may do all. */
const viewersOnlyRead: PermissionsService = {
  authorize: async (asked, options) => {
    const { principal } = options!.credentials as { principal?: any };
    const isViewer = principal?.userEntityRef === 'user:default/viewer';
    return asked.map(({ permission: { name } }) => {
      const result = isViewer && !name.endsWith('.read') ? 'DENY' : 'ALLOW';
      return { result } as Result;
    });
  },
  authorizeConditional: (asked, options) =>
    viewersOnlyRead.authorize(asked as never, options as never),
};

/** What the API answered. */
export interface Answer {
  readonly status: number;
  /** Of an error. */
  readonly code?: string;
  readonly body: any;
}

/** A whole portal with simulated clusters that the model is compared with. */
export class ModelPortal {
  /** `<name>/<cluster>` of what fails no more. */
  readonly mended: Set<string>;
  readonly #folder: string;
  readonly #fleet: Fleet;
  readonly #portal: Portal;
  readonly #knex: Knex;

  private constructor(
    parts: { folder: string; fleet: Fleet; portal: Portal; knex: Knex },
    mended: Set<string>,
  ) {
    this.#folder = parts.folder;
    this.#fleet = parts.fleet;
    this.#portal = parts.portal;
    this.#knex = parts.knex;
    this.mended = mended;
  }

  static async start(knex: Knex): Promise<ModelPortal> {
    const folder = await mkdtemp(join(tmpdir(), 'missions-model-'));
    for (const name of missionNames) {
      const path = join(folder, 'missions', name);
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'mission.yaml'), missionText(name));
    }
    const fleet = await startFleet({ folder, names: clusterNames, speed: 50 });
    for (const cluster of clusterNames) {
      const metadata = { name: NAMESPACE };
      await fleet.create(cluster, '/api/v1/namespaces', { metadata });
    }
    const mended = new Set<string>();
    const portal = await startPortal({
      knex,
      missions: join(folder, 'missions'),
      demo: false,
      kubeconfig: fleet.kubeconfig,
      config: {
        clusters: clusterNames.map(name => ({ name, writable: true })),
      },
      features: [
        modelModule(mended),
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => viewersOnlyRead,
        }),
      ],
    });
    const made = new ModelPortal({ folder, fleet, portal, knex }, mended);
    await until('The missions are not read', async () => {
      const { body } = await made.ask('jane', 'GET', '/missions');
      return body.items?.length === missionNames.length;
    });
    return made;
  }

  async stop(): Promise<void> {
    await this.#portal.stop();
    await this.#fleet.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Asks the API as a person; an error is an answer, too. */
  async ask(
    by: Person,
    method: string,
    path: string,
    body?: object,
    key?: string,
  ): Promise<Answer> {
    const headers: Record<string, string> =
      key === undefined ? {} : { 'Idempotency-Key': key };
    try {
      const client = this.#portal.as(by);
      const answer = await client.request(method, path, body, headers);
      return { status: 200, body: answer };
    } catch (error) {
      if (!(error instanceof PortalError)) {
        throw error;
      }
      return { status: error.status, code: error.code, body: error.body };
    }
  }

  /** Makes what a run finds on a cluster. */
  async prepare(cluster: ClusterName, name: string): Promise<void> {
    const path = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
    await this.#fleet.create(cluster, path, {
      metadata: { name: `${name}-changed` },
      data: { other: 'before' },
    });
  }

  /** What a cluster holds of the model. */
  async objects(cluster: ClusterName): Promise<ComparableObject[]> {
    const all = await this.#fleet.objects(cluster);
    return all.filter(({ metadata }) => metadata?.namespace === NAMESPACE);
  }

  /** Resolves when no worker has anything in hand, or could take anything. */
  async rest(): Promise<void> {
    await until('The engine does not come to rest', async () => {
      const now = new Date().toISOString();
      const busy = await this.#knex('run_targets')
        .whereNotNull('lease_owner')
        .orWhere('wake_at', '<=', now)
        .first('run_id');
      return busy === undefined;
    });
  }
}

async function until(
  complaint: string,
  condition: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(complaint);
    }
    await sleep(LOOK_MS);
  }
}
