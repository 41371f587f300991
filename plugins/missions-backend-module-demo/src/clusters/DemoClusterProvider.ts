import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import type {
  ClusterConnection,
  ClusterProvider,
  KubernetesObject,
  SeedRefusal,
} from '@mission-control/plugin-missions-node';
import { createSimulator, KubeObject, Simulator } from '../simulator';
import { DemoCluster } from './demoClusters';
import { DirectoryLock } from './DirectoryLock';
import { PORTAL_IDENTITY } from './portal';

/** How the demo clusters are run. @public */
export interface DemoClusterProviderOptions {
  clusters: readonly DemoCluster[];
  /** Where their state is kept. @default nowhere */
  directory?: string;
  /** @default 1 */
  speed?: number;
  onError?: (error: Error) => void;
}

interface Running {
  definition: DemoCluster;
  simulator: Simulator;
  token: string;
}

/**
 * Runs the simulated clusters and offers them as writable clusters of the demo.
 *
 * @public
 */
export class DemoClusterProvider implements ClusterProvider {
  readonly id = 'demo';

  private constructor(
    private readonly running: readonly Running[],
    private readonly lock: DirectoryLock | undefined,
  ) {}

  /**
   * Starts all clusters. When one cannot start, or another process keeps its
   * state in the same folder, none is left running.
   */
  static async start(
    options: DemoClusterProviderOptions,
  ): Promise<DemoClusterProvider> {
    const lock =
      options.directory === undefined
        ? undefined
        : await DirectoryLock.take(options.directory);
    const started = await Promise.allSettled(
      options.clusters.map(item => startOne(item, options, lock)),
    );
    const running = started.flatMap(result =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    const failed = started.find(result => result.status === 'rejected');
    if (failed) {
      await Promise.all(running.map(({ simulator }) => simulator.stop()));
      await lock?.release();
      throw failed.reason;
    }
    return new DemoClusterProvider(running, lock);
  }

  /** The connections; servers and tokens last until the backend stops. */
  async clusters(): Promise<ClusterConnection[]> {
    return this.running.map(({ definition, simulator, token }) => ({
      name: definition.name,
      title: definition.title,
      environment: definition.environment,
      production: definition.production,
      demo: true,
      labels: { 'mission-control.dev/demo': 'true' },
      server: simulator.server,
      caData: simulator.caData,
      auth: { kind: 'token', token },
      identity: PORTAL_IDENTITY.user,
      writable: true,
    }));
  }

  /** Puts one cluster back to its first state. It becomes a new cluster: the UID of `kube-system` changes. */
  async reset(name: string): Promise<void> {
    await this.find(name).simulator.reset();
  }

  /**
   * Makes what missions need on one cluster, where it is new or changed since
   * the cluster's state began; answers what it could not make as it was asked.
   */
  async seed(
    name: string,
    objects: readonly KubernetesObject[],
  ): Promise<readonly SeedRefusal[]> {
    return this.find(name).simulator.seed(objects as readonly KubeObject[]);
  }

  /** Saves every cluster's state and stops it. */
  async stop(): Promise<void> {
    await Promise.all(this.running.map(({ simulator }) => simulator.stop()));
    await this.lock?.release();
  }

  private find(name: string): Running {
    const found = this.running.find(
      ({ definition }) => definition.name === name,
    );
    if (found) return found;
    const names = this.running
      .map(({ definition }) => definition.name)
      .join(', ');
    throw new NotFoundError(
      `There is no demo cluster "${name}"; there are ${names}`,
    );
  }
}

async function startOne(
  definition: DemoCluster,
  options: DemoClusterProviderOptions,
  lock: DirectoryLock | undefined,
): Promise<Running> {
  const token = randomBytes(24).toString('base64url');
  const simulator = await createSimulator({
    name: definition.name,
    version: definition.version,
    seed: definition.seed,
    speed: options.speed,
    tokens: { [token]: PORTAL_IDENTITY },
    snapshotFile:
      options.directory && join(options.directory, `${definition.name}.json`),
    assertOwned: () => lock?.assertOwned(),
    onError: options.onError,
  });
  return { definition, simulator, token };
}
