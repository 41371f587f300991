import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { ClusterProvider } from '@mission-control/plugin-missions-node';
import { DefaultClusterRegistry } from './clusters';
import type { Registry } from './registry';
import { readSealingKeys, Sealer } from './sealing';
import { readEngineRules } from './services';
import { clusterAccess } from './services/clusters';
import { childRuns, RunCreator } from './services/runs';
import { Store, type StoreOptions } from './store';
import type { Telemetry } from './telemetry';
import { Worker } from './worker';

/** What carries runs out, on one database. */
export interface Engine {
  readonly store: Store;
  readonly clusters: DefaultClusterRegistry;
  readonly creator: RunCreator;
  /** Not started yet. */
  readonly worker: Worker;
  /** Hears other replicas from now on; until then, and where that fails, it polls. */
  listen(): void;
}

/**
 * Opens the database and wires the engine on it by the configuration: sealing,
 * rules, clusters, worker. Throws what `Store.create` throws.
 */
export async function createEngine(options: {
  config: RootConfigService;
  logger: LoggerService;
  database: StoreOptions['database'];
  registry: Registry;
  /** Where clusters are from. */
  providers: readonly ClusterProvider[];
  /** Of the plugin; clusters see it. */
  version: string;
  telemetry?: Telemetry;
}): Promise<Engine> {
  const { config, logger, registry, telemetry } = options;
  const store = await Store.create({
    database: options.database,
    telemetry,
    sealer: new Sealer(readSealingKeys(config)),
    rules: readEngineRules(config),
  });
  const clusters = DefaultClusterRegistry.create({
    ...{ config, logger, telemetry },
    version: options.version,
    providers: [...options.providers],
  });
  const creator = RunCreator.create({ store, clusters });
  const concurrency = config.getOptionalNumber('missions.worker.concurrency');
  const worker = Worker.create({
    store,
    registry,
    clusters: clusterAccess(clusters),
    children: childRuns({ store, creator }),
    logger,
    ...(concurrency !== undefined && { concurrency }),
  });
  return {
    ...{ store, clusters, creator, worker },
    listen() {
      // A database that does not answer now must not hold anything up.
      void store.hearReplicas(reason => {
        logger.warn(
          `Other replicas are heard by polling for now, up to seconds later: ${reason}`,
        );
      });
    },
  };
}
