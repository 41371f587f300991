import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';

const SERVER = 'kubernetes.io/api-server';
const CA = 'kubernetes.io/api-server-certificate-authority';
const PROVIDER = 'kubernetes.io/auth-provider';

/**
 * Clusters that catalog entities describe. They are shown and never used: the
 * address stands in an entity that many people can write, so that sending the
 * portal's credentials there would give them away. (Backstage's own locator
 * refuses service accounts for the same reason.)
 */
export async function readCatalogLocator(
  catalog: CatalogService,
  auth: AuthService,
): Promise<ClusterConnection[]> {
  const { items } = await catalog.getEntities(
    { filter: { kind: 'Resource', 'spec.type': 'kubernetes-cluster' } },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  return items.flatMap(({ metadata }) => {
    const server = metadata.annotations?.[SERVER];
    if (!server) {
      return [];
    }
    const provider = metadata.annotations?.[PROVIDER] ?? 'unknown';
    return [
      {
        name: metadata.name,
        title: metadata.title,
        server,
        caData: metadata.annotations?.[CA],
        auth: { kind: 'none' as const },
        notUnattended: `It comes from the catalog with auth provider '${provider}', which gives no credentials to a server: add it to kubernetes.clusterLocatorMethods (type config) or as a kubeconfig context`,
      },
    ];
  });
}
