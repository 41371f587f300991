import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  ClusterConnection,
  ClusterProvider,
} from '@mission-control/plugin-missions-node';
import { authOfProvider } from './authOfProvider';
import { readCatalogLocator } from './catalogLocator';
import { readConfigLocator } from './configLocator';
import { readTrustedHosts } from './trustedHosts';

/** How long clusters of the catalog are remembered; a change is seen after it. */
const CATALOG_MEMO_MS = 30_000;
/** After an error of the catalog, until it is asked again. */
const CATALOG_RETRY_MS = 5_000;
const KUBECTL_PROXY = 'http://127.0.0.1:8001';

/**
 * Clusters of Backstage's Kubernetes plugin, from the same configuration:
 * `kubernetes.clusterLocatorMethods`. A broken locator is told in the log and
 * does not hide the others.
 */
export function kubernetesPluginProvider(options: {
  config: Config;
  logger: LoggerService;
  catalog?: CatalogService;
  auth?: AuthService;
  now?: () => number;
}): ClusterProvider {
  const { config, logger, catalog, auth, now = Date.now } = options;
  const locators =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  const warn = (message: string) =>
    logger.warn(`kubernetes.clusterLocatorMethods: ${message}`);

  let fixed: ClusterConnection[] | undefined;
  let fromCatalog: ClusterConnection[] = [];
  let askAgainAt = -Infinity;
  const trusted = readTrustedHosts(config);
  const wantsCatalog = locators.some(
    locator => locator.getOptionalString('type') === 'catalog',
  );

  const readFixed = () => {
    const clusters: ClusterConnection[] = [];
    for (const locator of locators) {
      const type = locator.getOptionalString('type');
      if (type === 'config') {
        clusters.push(...readConfigLocator(locator, warn));
      } else if (type === 'localKubectlProxy') {
        clusters.push({
          name: 'local',
          server: KUBECTL_PROXY,
          ...authOfProvider({ provider: 'localKubectlProxy' }),
        });
      } else if (type !== 'catalog') {
        warn(`type '${type}' is not supported by missions`);
      }
    }
    return clusters;
  };

  const readCatalog = async () => {
    if (!wantsCatalog || !catalog || !auth || now() < askAgainAt) {
      return fromCatalog;
    }
    askAgainAt = now() + CATALOG_MEMO_MS;
    try {
      fromCatalog = await readCatalogLocator(catalog, auth, trusted);
    } catch (error) {
      askAgainAt = now() + CATALOG_RETRY_MS;
      warn(`the catalog does not answer: ${(error as Error).message}`);
    }
    return fromCatalog;
  };

  return {
    id: 'kubernetes-plugin',
    async clusters() {
      fixed ??= readFixed();
      return [...fixed, ...(await readCatalog())];
    },
  };
}
