import { visibleText } from '@mission-control/plugin-missions-common';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  ClusterConnection,
  ClusterProvider,
  ClusterProviderProblem,
} from '@mission-control/plugin-missions-node';
import { authOfProvider } from './authOfProvider';
import { readCatalogLocator } from './catalogLocator';
import { readConfigLocator } from './configLocator';
import { readTrustedHosts } from './trustedHosts';

/** How long clusters of the catalog are remembered; a change is seen after it. */
const CATALOG_MEMO_MS = 30_000;
/** After an error of the catalog, until it is asked again. */
const CATALOG_RETRY_MS = 5_000;
const LOCATORS = 'kubernetes.clusterLocatorMethods';
const ENTRY_REMEDY = 'Correct this entry and start the portal anew.';
const KUBECTL_PROXY = 'http://127.0.0.1:8001';

/**
 * Clusters of Backstage's Kubernetes plugin, from the same configuration:
 * `kubernetes.clusterLocatorMethods`. A broken locator is told and does not
 * hide the others.
 */
export function kubernetesPluginProvider(options: {
  config: Config;
  logger: LoggerService;
  catalog?: CatalogService;
  auth?: AuthService;
  now?: () => number;
}): ClusterProvider {
  const { config, logger, catalog, auth, now = Date.now } = options;
  const locators = config.getOptionalConfigArray(LOCATORS) ?? [];
  const ofConfig: ClusterProviderProblem[] = [];
  let ofCatalog: ClusterProviderProblem[] = [];
  const warn = ({ place, message }: ClusterProviderProblem) =>
    logger.warn(visibleText(`${place}: ${message}`));
  const tell = (problem: ClusterProviderProblem) => {
    ofConfig.push(problem);
    warn(problem);
  };

  let fixed: ClusterConnection[] | undefined;
  let fromCatalog: ClusterConnection[] = [];
  let askAgainAt = -Infinity;
  const trusted = readTrustedHosts(config);
  const wantsCatalog = locators.some(
    locator => locator.getOptionalString('type') === 'catalog',
  );

  const readLocator = (locator: Config, place: string) => {
    const type = locator.getOptionalString('type');
    if (type === 'config') {
      return readConfigLocator(locator, (index, message) =>
        tell({
          place: `${place}.clusters[${index}]`,
          message,
          remedy: ENTRY_REMEDY,
        }),
      );
    }
    if (type === 'localKubectlProxy') {
      return [
        {
          name: 'local',
          server: KUBECTL_PROXY,
          ...authOfProvider({ provider: 'localKubectlProxy' }),
        },
      ];
    }
    if (type !== 'catalog') {
      tell({
        place,
        message: `type '${type}' is not supported by missions, so its clusters are missing`,
        remedy:
          'Give these clusters by the type config or catalog with a service account, or as contexts of missions.kubeconfig.',
      });
    }
    return [];
  };

  const readFixed = () => {
    const clusters: ClusterConnection[] = [];
    locators.forEach((locator, index) => {
      const place = `${LOCATORS}[${index}]`;
      try {
        clusters.push(...readLocator(locator, place));
      } catch (error) {
        const { message } = error as Error;
        tell({ place, message, remedy: ENTRY_REMEDY });
      }
    });
    return clusters;
  };

  const readCatalog = async () => {
    if (!wantsCatalog || !catalog || !auth || now() < askAgainAt) {
      return fromCatalog;
    }
    askAgainAt = now() + CATALOG_MEMO_MS;
    try {
      fromCatalog = await readCatalogLocator(catalog, auth, trusted);
      ofCatalog = [];
    } catch (error) {
      askAgainAt = now() + CATALOG_RETRY_MS;
      const problem = {
        place: LOCATORS,
        message: `the catalog does not answer: ${(error as Error).message}`,
        remedy:
          'Its clusters are as it said last. It is asked again within seconds.',
      };
      ofCatalog = [problem];
      warn(problem);
    }
    return fromCatalog;
  };

  return {
    id: 'kubernetes-plugin',
    async clusters() {
      fixed ??= readFixed();
      return [...fixed, ...(await readCatalog())];
    },
    problems: () => [...ofConfig, ...ofCatalog],
  };
}
