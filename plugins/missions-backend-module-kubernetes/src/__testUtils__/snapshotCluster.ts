import { isMissionError } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { collectionPath } from '../objects';

/** Every listable object of a namespace, or of the cluster without one. */
export async function snapshotCluster(
  cluster: ClusterClient,
  namespace?: string,
): Promise<KubernetesObject[]> {
  const { items: served } = await cluster.resources();
  const seen = new Set<string>();
  const objects: KubernetesObject[] = [];
  for (const entry of served) {
    const key = `${entry.group}/${entry.resource}`;
    const skip =
      seen.has(key) ||
      !entry.verbs.includes('list') ||
      entry.kind === 'Event' ||
      (namespace !== undefined && !entry.namespaced);
    if (!skip) {
      seen.add(key);
      const items = await listServed(cluster, collectionPath(entry, namespace));
      objects.push(...items.map(item => ({ ...item, kind: entry.kind })));
    }
  }
  return objects;
}

/** Another suite on the same server may take back its own kind meanwhile. */
async function listServed(
  cluster: ClusterClient,
  path: string,
): Promise<KubernetesObject[]> {
  try {
    return (await cluster.list(path)).items;
  } catch (error) {
    if (isMissionError(error) && error.details?.httpStatus === 404) {
      return [];
    }
    throw error;
  }
}
