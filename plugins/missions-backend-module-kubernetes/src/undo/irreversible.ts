import {
  groupOf,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { WriteContext } from '../writes';
import { Dependants, MAX_NAMED } from './Dependants';

/** Kinds whose deletion cannot be taken back, and why. */
const byKind: Readonly<Record<string, string>> = {
  '/PersistentVolumeClaim':
    'its volume is released; made anew, the claim is equal but its data is lost',
  '/PersistentVolume': 'a bound claim loses its volume',
  'batch/Job':
    'a finished Job cannot be made anew: its labels belong to the old one',
  '/Pod': 'a Pod that ran cannot be made anew as it was',
};
/** Kinds whose controllers make their dependants again. */
const selfHealing = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'apps/ReplicaSet',
  '/ReplicationController',
  '/Service',
]);

/**
 * Why deleting this object cannot be taken back by nature (DESIGN §6);
 * undefined: it can be made anew faithfully. What `dependants` saw before is
 * not asked again; left out: all is asked now.
 */
export async function irreversibleDeletion(
  { cluster, signal }: Pick<WriteContext, 'cluster' | 'signal'>,
  live: KubernetesObject,
  dependants = new Dependants(),
): Promise<string | undefined> {
  const kind = `${groupOf(live.apiVersion ?? '')}/${live.kind}`;
  if (byKind[kind]) {
    return byKind[kind];
  }
  if (live.kind === 'Namespace') {
    return undefined; // its content decides: see namespaceContent
  }
  if (live.kind === 'CustomResourceDefinition') {
    return lostInstances(cluster, live, signal);
  }
  return selfHealing.has(kind)
    ? retentionLoss(live)
    : lostDependants(dependants, cluster, live, signal);
}

function retentionLoss(live: KubernetesObject): string | undefined {
  return live.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted ===
    'Delete'
    ? 'its persistent volume claims are deleted with it'
    : undefined;
}

async function lostInstances(
  cluster: ClusterClient,
  definition: KubernetesObject,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { group, names, versions = [] } = definition.spec ?? {};
  const version = versions.find((entry: any) => entry.served)?.name;
  if (!version) {
    return undefined;
  }
  try {
    const { items } = await cluster.list(
      `/apis/${group}/${version}/${names.plural}`,
      { signal },
    );
    return items.length > 0
      ? `its ${items.length} ${names.plural} are deleted with it`
      : undefined;
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return ['KUBERNETES_NOT_FOUND', 'KUBERNETES_API_ABSENT'].includes(
      error.code,
    )
      ? undefined
      : `whether ${names.plural} exist could not be seen: ${error.message}`;
  }
}

/** Objects that the garbage collector takes with an object that is deleted. */
async function lostDependants(
  dependants: Dependants,
  cluster: ClusterClient,
  { metadata }: KubernetesObject,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (!metadata?.namespace || !metadata.uid) {
    return undefined;
  }
  const { byOwner, unseen } = await dependants.in(
    cluster,
    metadata.namespace,
    signal,
  );
  const found = byOwner.get(metadata.uid);
  if (found) {
    return `dependants are collected with it: ${found.join(', ')}`;
  }
  return unseen.length > 0
    ? `dependants could not be seen: ${unseen
        .slice(0, MAX_NAMED)
        .join(', ')} cannot be listed`
    : undefined;
}
