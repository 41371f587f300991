import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import type { ClusterSettings } from '../config';
import type { ClusterGuard } from './ClusterGuard';

/** Namespaces of Kubernetes itself. */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
];

const ALL: readonly string[] = ['*'];
const NONE: readonly string[] = [];

/** Where the portal itself runs. */
export interface PortalPlace {
  readonly namespace?: string;
  /** Name of the cluster that the portal runs in, when it is known. */
  readonly cluster?: string;
}

/**
 * The guard of a cluster: what its provider says, what the configuration says
 * (which wins), and where the portal runs. Read-only unless somebody said
 * otherwise.
 */
export function createGuard(options: {
  connection: ClusterConnection;
  settings?: ClusterSettings;
  portal: PortalPlace;
}): ClusterGuard {
  const { connection, settings, portal } = options;
  const reason = notWritable(options);
  const restricted = Boolean(settings?.namespaces.allow?.length);
  const portalHere =
    portal.cluster === undefined || portal.cluster === connection.name;
  return Object.freeze({
    cluster: connection.name,
    environment:
      settings?.environment ??
      connection.environment ??
      (connection.demo ? 'demo' : 'unknown'),
    production: settings?.production ?? connection.production ?? false,
    demo: connection.demo ?? false,
    writable: reason === undefined,
    notWritableReason: reason,
    namespaces: {
      allow: settings?.namespaces.allow ?? NONE,
      deny: settings?.namespaces.deny ?? NONE,
      deniedByDefault:
        portal.namespace && portalHere && !connection.demo
          ? [...SYSTEM_NAMESPACES, portal.namespace]
          : SYSTEM_NAMESPACES,
    },
    kinds: {
      allow: settings?.kinds.allow ?? NONE,
      deny: settings?.kinds.deny ?? NONE,
    },
    clusterScoped: settings?.clusterScoped ?? (restricted ? NONE : ALL),
  });
}

function notWritable(options: {
  connection: ClusterConnection;
  settings?: ClusterSettings;
  portal: PortalPlace;
}): string | undefined {
  const { connection, settings, portal } = options;
  const { name } = connection;
  if (connection.notUnattended !== undefined) {
    return connection.notUnattended;
  }
  if (!(settings?.writable ?? (connection.demo && connection.writable))) {
    return settings?.writable === false
      ? `missions.clusters sets writable: false for '${name}'`
      : `Nobody made '${name}' writable: set writable: true in missions.clusters`;
  }
  if (portal.cluster === name && !settings?.allowPortalCluster) {
    return `The portal itself runs in '${name}': set allowPortalCluster: true in missions.clusters to allow writes`;
  }
  return undefined;
}
