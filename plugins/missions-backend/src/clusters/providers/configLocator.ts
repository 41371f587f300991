import type { Config } from '@backstage/config';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import { readFileSync } from 'node:fs';
import { authOfProvider } from './authOfProvider';

const AUTH_PROVIDER = 'kubernetes.io/auth-provider';

/** Clusters of a locator of type `config`. One wrong entry is told, the others stay. */
export function readConfigLocator(
  locator: Config,
  onProblem: (index: number, message: string) => void,
): ClusterConnection[] {
  const entries = locator.getOptionalConfigArray('clusters') ?? [];
  return entries.flatMap((cluster, index) => {
    try {
      return [readCluster(cluster)];
    } catch (error) {
      const name = cluster.getOptional('name');
      onProblem(
        index,
        `cluster '${typeof name === 'string' ? name : '?'}': ${
          (error as Error).message
        }`,
      );
      return [];
    }
  });
}

function readCluster(cluster: Config): ClusterConnection {
  const metadata = cluster.getOptional<Record<string, string>>('authMetadata');
  const provider =
    metadata?.[AUTH_PROVIDER] ?? cluster.getOptionalString('authProvider');
  if (!provider) {
    throw new Error('it has no authProvider');
  }
  const caFile = cluster.getOptionalString('caFile');
  return {
    name: cluster.getString('name'),
    title: cluster.getOptionalString('title'),
    server: cluster.getString('url'),
    caData: caFile
      ? readFileSync(caFile, 'utf8')
      : cluster.getOptionalString('caData'),
    skipTlsVerify: cluster.getOptionalBoolean('skipTLSVerify') ?? false,
    ...authOfProvider({
      provider,
      serviceAccountToken:
        cluster.getOptionalString('serviceAccountToken') ??
        metadata?.serviceAccountToken,
    }),
  };
}
