import type { Cluster } from '@mission-control/plugin-missions-common';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';

const UNENCRYPTED = {
  code: 'CLUSTER_TLS',
  message:
    'The connection is not encrypted (http://): who can listen on this machine can read the credentials',
  remedy: 'Use an https:// address, unless only the portal uses this machine.',
} as const;

const UNCHECKED = {
  code: 'CLUSTER_TLS',
  message:
    'Its certificate is not checked (skipTLSVerify): whoever stands in between can read the credentials',
  remedy: 'Give the authority of its certificate (caData, caFile) instead.',
} as const;

/** What is shown of a connection although the cluster answers over it. */
export function connectionWarning({
  server,
  skipTlsVerify,
}: ClusterConnection): Cluster['problem'] {
  if (new URL(server).protocol === 'http:') {
    return UNENCRYPTED;
  }
  return skipTlsVerify ? UNCHECKED : undefined;
}
