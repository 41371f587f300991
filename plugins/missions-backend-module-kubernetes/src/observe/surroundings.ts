import { isMissionError } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { Surroundings } from '../health';
import { collectionPath } from '../objects';

/** Kinds beside an object that its health depends on. */
const needs: ReadonlyMap<string, readonly (keyof typeof sources)[]> = new Map([
  ['Deployment', ['replicaSets', 'pods']],
  ['ReplicaSet', ['pods']],
  ['ReplicationController', ['pods']],
  ['StatefulSet', ['pods']],
  ['DaemonSet', ['pods']],
  ['Job', ['pods']],
  ['Service', ['endpointSlices']],
  ['PersistentVolumeClaim', ['storageClasses']],
]);
const sources = {
  pods: { apiVersion: 'v1', kind: 'Pod' },
  replicaSets: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  endpointSlices: { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  storageClasses: { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' },
} as const;

/** Reads surroundings once per namespace; one instance serves one look. */
export class SurroundingsReader {
  readonly #cluster: ClusterClient;
  readonly #signal?: AbortSignal;
  readonly #lists = new Map<string, Promise<KubernetesObject[]>>();

  constructor(cluster: ClusterClient, signal?: AbortSignal) {
    this.#cluster = cluster;
    this.#signal = signal;
  }

  /** What the health of this object depends on. */
  async around(object: KubernetesObject): Promise<Surroundings> {
    const found: Record<string, KubernetesObject[]> = {};
    for (const name of needs.get(object.kind ?? '') ?? []) {
      found[name] = await this.#list(name, object.metadata?.namespace);
    }
    return found;
  }

  #list(
    name: keyof typeof sources,
    namespace: string | undefined,
  ): Promise<KubernetesObject[]> {
    const key = `${name} ${namespace ?? ''}`;
    let list = this.#lists.get(key);
    if (!list) {
      list = this.#read(name, namespace);
      this.#lists.set(key, list);
    }
    return list;
  }

  async #read(
    name: keyof typeof sources,
    namespace: string | undefined,
  ): Promise<KubernetesObject[]> {
    const { apiVersion, kind } = sources[name];
    try {
      const served = await this.#cluster.resource(apiVersion, kind);
      const { items } = await this.#cluster.list(
        collectionPath(served, namespace),
        { signal: this.#signal },
      );
      return items;
    } catch (error) {
      // Without pods a workload's own status still answers, only less well.
      if (
        isMissionError(error) &&
        !error.retryable &&
        name !== 'endpointSlices'
      ) {
        return [];
      }
      throw error;
    }
  }
}
