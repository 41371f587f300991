import type { Config } from '@backstage/config';
import type { ClusterAuth } from '@mission-control/plugin-missions-node';
import { readFileSync } from 'node:fs';
import { POD_TOKEN_PATH } from './authOfProvider';

/** Credentials for clusters of the catalog whose address fits. */
export interface TrustedHosts {
  /** Hosts with an optional port; `*` stands for one label or a part of it. */
  readonly hosts: readonly string[];
  readonly auth: ClusterAuth;
  /** Wins over the authority that an entity names. */
  readonly caData?: string;
}

/** Reads `missions.catalogClusters`; throws on a wrong type. */
export function readTrustedHosts(config: Config): TrustedHosts[] {
  return (config.getOptionalConfigArray('missions.catalogClusters') ?? []).map(
    entry => {
      const token = entry.getOptionalString('serviceAccountToken');
      const caFile = entry.getOptionalString('caFile');
      return {
        hosts: entry.getStringArray('hosts'),
        auth: token
          ? { kind: 'token', token }
          : {
              kind: 'tokenFile',
              path: entry.getOptionalString('tokenFile') ?? POD_TOKEN_PATH,
            },
        caData: caFile
          ? readFileSync(caFile, 'utf8')
          : entry.getOptionalString('caData'),
      };
    },
  );
}

/** The entry for an address: the first with a host that fits. */
export function trustedFor(
  entries: readonly TrustedHosts[],
  server: string,
): TrustedHosts | undefined {
  if (!URL.canParse(server)) {
    return undefined;
  }
  const { host, hostname } = new URL(server);
  return entries.find(entry =>
    entry.hosts.some(
      pattern => fitsHost(pattern, host) || fitsHost(pattern, hostname),
    ),
  );
}

/** Label by label, so that no `*` reaches over a dot into another domain. */
function fitsHost(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase().split('.');
  const labels = host.split('.');
  return (
    wanted.length === labels.length &&
    wanted.every((part, index) => {
      const expression = part
        .split('*')
        .map(text => text.replace(/[^a-z0-9-]/g, '\\$&'))
        .join('[^.:]*');
      return new RegExp(`^${expression}$`).test(labels[index]);
    })
  );
}
