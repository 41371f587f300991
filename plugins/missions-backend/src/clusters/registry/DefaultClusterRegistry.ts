import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  MissionError,
  visibleText,
  type Cluster,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterConnection,
  ClusterProvider,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { readClustersConfig, type ClustersConfig } from '../config';
import type { Telemetry } from '../../telemetry';
import type { ConnectionPool } from '../transport';
import { askProviders, firstLine } from './askProviders';
import { askStatus, type AskedStatus } from './askStatus';
import type {
  ClusterRegistry,
  DemoSeedRefusal,
  ProviderProblem,
  RegisteredCluster,
} from './ClusterRegistry';
import { limitConcurrency } from './concurrency';
import { connectCluster, type ConnectedCluster } from './connectCluster';
import { clusterDto } from './clusterDto';
import { podNamespace } from './portalPlace';

const STATUS_FRESH_MS = 30_000;
const STATUSES_AT_ONCE = 16;
/** How long the connections of a client that another one replaced stay usable. */
const REPLACED_MS = 60 * 60_000;

/** What a registry is made of. */
export interface ClusterRegistryOptions {
  config: RootConfigService;
  logger: LoggerService;
  /** In order of precedence: the first that names a cluster keeps it. */
  providers: readonly ClusterProvider[];
  /** Version in the user agent. */
  version: string;
  /** Measures the requests. */
  telemetry?: Telemetry;
  environment?: NodeJS.ProcessEnv;
  now?: () => number;
}

interface Entry {
  readonly fingerprint: string;
  readonly connected: ConnectedCluster;
  status?: { at: number; value: Promise<AskedStatus> };
}

/**
 * Keeps one client per cluster as long as its connection stays the same, and
 * asks providers each time: a cluster may come, change or go at any moment.
 * Who asks for one cluster has only that one compared: each target of a run does.
 */
export class DefaultClusterRegistry implements ClusterRegistry {
  readonly #options: ClusterRegistryOptions;
  readonly #config: ClustersConfig;
  readonly #namespace: string | undefined;
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #limit = limitConcurrency(STATUSES_AT_ONCE);
  readonly #replaced = new Set<ConnectionPool>();
  #problems: ProviderProblem[] = [];
  #told: ProviderProblem[] = [];

  private constructor(options: ClusterRegistryOptions) {
    this.#options = options;
    this.#config = readClustersConfig(options.config);
    this.#namespace = podNamespace();
    this.#now = options.now ?? Date.now;
  }

  static create(options: ClusterRegistryOptions): DefaultClusterRegistry {
    return new DefaultClusterRegistry(options);
  }

  async list(): Promise<RegisteredCluster[]> {
    const found = await this.#look();
    return [...found.values()]
      .map(entry => entry.connected.registered)
      .sort((a, b) => a.connection.name.localeCompare(b.connection.name));
  }

  async get(name: string): Promise<RegisteredCluster> {
    return (await this.#entry(name)).connected.registered;
  }

  async usable(name: string): Promise<RegisteredCluster> {
    const cluster = await this.get(name);
    if (cluster.connection.notUnattended !== undefined) {
      throw new MissionError(
        'CLUSTER_NOT_UNATTENDED',
        `Cluster '${name}' cannot be used: ${cluster.connection.notUnattended}`,
      );
    }
    return cluster;
  }

  async status(
    name: string,
    options: { refresh?: boolean } = {},
  ): Promise<Cluster> {
    return this.#status(await this.#entry(name), options.refresh ?? false);
  }

  async statuses(options: { refresh?: boolean } = {}): Promise<Cluster[]> {
    const found = await this.#look();
    const all = await Promise.all(
      [...found.values()].map(entry =>
        this.#status(entry, options.refresh ?? false),
      ),
    );
    return all.sort((a, b) => a.name.localeCompare(b.name));
  }

  async problems(): Promise<ProviderProblem[]> {
    await this.#look();
    return [...this.#problems, ...this.#told];
  }

  async reset(name: string): Promise<void> {
    const entry = await this.#entry(name);
    const { provider } = entry.connected;
    if (!provider.reset || !entry.connected.registered.connection.demo) {
      throw new MissionError(
        'STATE_REFUSED',
        `Cluster '${name}' is no simulated cluster and cannot be reset`,
        {
          remedy:
            'Only simulated clusters can be reset; take changes of a real one back with the undo of their run.',
        },
      );
    }
    await provider.reset(name);
    entry.connected.discovery.clear();
    entry.status = undefined;
  }

  async seedDemo(
    objectsOf: (cluster: string) => readonly KubernetesObject[],
  ): Promise<DemoSeedRefusal[]> {
    const entries = [...(await this.#look()).values()];
    const answers = entries.map(async ({ connected }) => {
      const { provider, registered } = connected;
      const { name: cluster, demo } = registered.connection;
      if (!provider.seed || demo !== true) {
        return [];
      }
      try {
        const refusals = await provider.seed(cluster, objectsOf(cluster));
        return refusals.map(refusal => ({ cluster, ...refusal }));
      } catch (error) {
        return [{ cluster, reason: (error as Error).message }];
      }
    });
    return (await Promise.all(answers)).flat();
  }

  async close(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    const pools = [
      ...entries.map(entry => entry.connected.pool),
      ...this.#replaced,
    ];
    this.#replaced.clear();
    await Promise.all(pools.map(pool => pool.close()));
  }

  async #status(entry: Entry, refresh: boolean): Promise<Cluster> {
    const { registered } = entry.connected;
    const fresh =
      entry.status && this.#now() - entry.status.at < STATUS_FRESH_MS;
    if (!fresh || refresh) {
      const value = this.#limit(() => askStatus(registered));
      entry.status = { at: this.#now(), value };
    }
    const asked = await entry.status!.value;
    entry.connected.acting.identity = asked.identity;
    return clusterDto(entry.connected, asked);
  }

  async #entry(name: string): Promise<Entry> {
    const entry = (await this.#lookFor(name)) ?? (await this.#look()).get(name);
    if (!entry) {
      const problems = this.#problems.length + this.#told.length;
      throw new MissionError(
        'CLUSTER_UNKNOWN',
        `There is no cluster '${name}'${
          problems > 0
            ? `; ${problems} problem(s) of sources of clusters are on the Clusters page, for who may read every cluster`
            : ''
        }`,
      );
    }
    return entry;
  }

  /** The cluster as the first provider that names it has it; undefined: only a look at all tells why not. */
  async #lookFor(name: string): Promise<Entry | undefined> {
    for (const answer of await askProviders(this.#options.providers)) {
      const { provider, connections } = answer;
      const connection = connections.find(item => item.name === name);
      if (connection) {
        const problem = this.#keep(provider, connection);
        return problem === undefined ? this.#entries.get(name) : undefined;
      }
    }
    return undefined;
  }

  /** Asks all providers; keeps entries whose connection is as before. */
  async #look(): Promise<Map<string, Entry>> {
    const answers = await askProviders(this.#options.providers);
    const failed = new Set(
      answers.filter(({ failure }) => failure).map(({ provider }) => provider),
    );
    const problems = answers.flatMap(({ failure }) => failure ?? []);
    const seen = new Set<string>();
    for (const { provider, connections } of answers) {
      for (const connection of connections) {
        const problem = seen.has(connection.name)
          ? `another source has a cluster '${connection.name}' too; this one is left out`
          : this.#keep(provider, connection);
        seen.add(connection.name);
        if (problem) {
          problems.push({
            provider: provider.id,
            message: problem,
            remedy: 'Correct its entry in this source.',
          });
        }
      }
    }
    this.#tell(problems);
    // These are in the log already.
    this.#told = answers.flatMap(({ provider }) =>
      (failed.has(provider) ? [] : provider.problems?.() ?? []).map(
        problem => ({ provider: provider.id, ...problem }),
      ),
    );
    for (const [name, entry] of this.#entries) {
      // A provider that fails just now does not take its clusters away from runs.
      if (!seen.has(name) && !failed.has(entry.connected.provider)) {
        this.#entries.delete(name);
        void entry.connected.pool.close();
      }
    }
    return this.#entries;
  }

  /** Returns what is wrong with the connection, if anything. */
  #keep(
    provider: ClusterProvider,
    connection: ClusterConnection,
  ): string | undefined {
    const fingerprint = JSON.stringify([provider.id, connection]);
    const existing = this.#entries.get(connection.name);
    if (existing?.fingerprint === fingerprint) {
      return undefined;
    }
    try {
      const connected = connectCluster({
        provider,
        connection,
        config: this.#config,
        namespace: this.#namespace,
        environment: this.#options.environment ?? process.env,
        version: this.#options.version,
        telemetry: this.#options.telemetry,
      });
      this.#entries.set(connection.name, { fingerprint, connected });
      if (existing) {
        this.#replace(existing.connected.pool);
      }
      return undefined;
    } catch (error) {
      this.#entries.delete(connection.name);
      return `cluster '${connection.name}': ${firstLine(error)}`;
    }
  }

  /** Runs that hold the old client finish with it. */
  #replace(pool: ConnectionPool): void {
    this.#replaced.add(pool);
    setTimeout(() => {
      this.#replaced.delete(pool);
      void pool.close();
    }, REPLACED_MS).unref();
  }

  #tell(problems: ProviderProblem[]): void {
    if (JSON.stringify(problems) !== JSON.stringify(this.#problems)) {
      for (const problem of problems) {
        this.#options.logger.warn(
          visibleText(`Clusters of ${problem.provider}: ${problem.message}`),
        );
      }
    }
    this.#problems = problems;
  }
}
