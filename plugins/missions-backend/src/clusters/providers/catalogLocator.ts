import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import { authOfProvider } from './authOfProvider';
import { clusterName } from './clusterName';
import { type TrustedHosts, trustedFor } from './trustedHosts';

const SERVER = 'kubernetes.io/api-server';
const CA = 'kubernetes.io/api-server-certificate-authority';
const PROVIDER = 'kubernetes.io/auth-provider';
const SKIP_TLS = 'kubernetes.io/skip-tls-verify';

type Entity = Awaited<ReturnType<CatalogService['getEntities']>>['items'][0];

/**
 * Clusters that entities of the catalog describe. Many people can write an
 * entity, and credentials that were sent to an address of theirs would be
 * given away: only hosts that the configuration trusts are used, with
 * credentials of the configuration, and with TLS checked. The others are shown
 * with the reason.
 */
export async function readCatalogLocator(
  catalog: CatalogService,
  auth: AuthService,
  trusted: readonly TrustedHosts[],
): Promise<ClusterConnection[]> {
  const { items } = await catalog.getEntities(
    { filter: { kind: 'Resource', 'spec.type': 'kubernetes-cluster' } },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  return items.flatMap(entity =>
    entity.metadata.annotations?.[SERVER]
      ? [connectionOf(entity, entity.metadata.annotations, trusted)]
      : [],
  );
}

function connectionOf(
  { metadata }: Entity,
  annotations: Record<string, string>,
  trusted: readonly TrustedHosts[],
): ClusterConnection {
  const server = annotations[SERVER];
  const entry = trustedFor(trusted, server);
  const reason = unusable(annotations, entry);
  return {
    name: clusterName(metadata.name),
    title: metadata.title ?? metadata.name,
    labels: metadata.labels,
    server,
    caData: entry?.caData ?? annotations[CA],
    auth: entry && !reason ? entry.auth : { kind: 'none' },
    ...(reason ? { notUnattended: reason } : {}),
  };
}

function unusable(
  annotations: Record<string, string>,
  entry: TrustedHosts | undefined,
): string | undefined {
  const provider = annotations[PROVIDER];
  if (!provider) {
    return `Its entity has no annotation ${PROVIDER}`;
  }
  const { notUnattended } = authOfProvider({ provider });
  if (notUnattended) {
    return notUnattended;
  }
  if (provider !== 'serviceAccount') {
    return `Its auth provider '${provider}' cannot be used for a cluster of the catalog: use serviceAccount`;
  }
  if (annotations[SKIP_TLS] === 'true') {
    return `Its entity says ${SKIP_TLS}, and credentials are not sent to an address of the catalog whose certificate is not checked: name its authority in ${CA}`;
  }
  return entry
    ? undefined
    : 'Its address stands in an entity of the catalog, and nobody trusts its host: name the host in missions.catalogClusters';
}
