import type { Cluster } from '@mission-control/plugin-missions-common';
import { STARTER_IDENTITY } from '../identity';
import type { AskedStatus } from './askStatus';
import type { ConnectedCluster } from './connectCluster';

/** A cluster as the API shows it: what is known, and what asking it told. */
export function clusterDto(
  { registered, provider }: ConnectedCluster,
  asked: AskedStatus,
): Cluster {
  const { connection, guard } = registered;
  return {
    name: connection.name,
    title: connection.title ?? connection.name,
    environment: guard.environment,
    production: guard.production,
    demo: guard.demo,
    provider: provider.id,
    server: connection.server,
    ...asked,
    ...(registered.actAs && { identity: STARTER_IDENTITY }),
    writable: guard.writable,
    notWritableReason: guard.notWritableReason,
    allowedNamespaces: [...guard.namespaces.allow],
    deniedNamespaces: [
      ...guard.namespaces.deny,
      ...guard.namespaces.deniedByDefault.filter(
        name => !guard.namespaces.allow.includes(name),
      ),
    ],
    allowedKinds: [...guard.kinds.allow],
    unattended: connection.notUnattended === undefined,
    unattendedReason: connection.notUnattended,
    labels: { ...connection.labels },
    canReset: guard.demo && provider.reset !== undefined,
  };
}
