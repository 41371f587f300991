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
      const { items } = await cluster.list(collectionPath(entry, namespace));
      objects.push(...items.map(item => ({ ...item, kind: entry.kind })));
    }
  }
  return objects;
}
