import { readFileSync } from 'node:fs';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import type { ClustersConfig } from '../config';
import type { PortalPlace } from '../guards';

const NAMESPACE_FILE =
  '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/** The namespace that the portal's pod runs in, or undefined outside of Kubernetes. */
export function podNamespace(
  path: string = NAMESPACE_FILE,
): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where the portal runs: as configured, else by the pod's own facts. A cluster
 * whose address is the one that Kubernetes gives to its pods is the portal's.
 */
export function portalPlace(options: {
  config: ClustersConfig['portal'];
  connection: ClusterConnection;
  environment: NodeJS.ProcessEnv;
  namespace: string | undefined;
}): PortalPlace {
  const { config, connection, environment, namespace } = options;
  const cluster =
    config.cluster ??
    (isOwnAddress(connection.server, environment)
      ? connection.name
      : undefined);
  return { namespace: config.namespace ?? namespace, cluster };
}

function isOwnAddress(server: string, environment: NodeJS.ProcessEnv): boolean {
  const host = environment.KUBERNETES_SERVICE_HOST;
  if (!host || !URL.canParse(server)) {
    return false;
  }
  const name = new URL(server).hostname.replace(/^\[|\]$/g, '');
  return (
    name === host ||
    /^kubernetes(\.default(\.svc(\.cluster\.local)?)?)?$/.test(name)
  );
}
