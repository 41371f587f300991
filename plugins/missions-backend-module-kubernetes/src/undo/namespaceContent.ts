import {
  isMissionError,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  ServedResource,
} from '@mission-control/plugin-missions-node';
import { collectionPath } from '../objects';

/** What is in a namespace beside what we know. */
export interface NamespaceContent {
  /** Objects that neither we nor a cluster's own controllers put there. */
  readonly foreign: readonly ObjectRef[];
  /** Resources or groups that could not be listed: nothing is known about them. */
  readonly unlisted: readonly string[];
}

/** Kinds that appear by themselves and hold nothing that is anybody's. */
const volatileKinds = new Set([
  'Event',
  'Lease',
  'PodMetrics',
  'Endpoints',
  'EndpointSlice',
]);

/**
 * Lists every served resource of a namespace. Left out is what the cluster
 * puts into each namespace, what a controller owns, what is being deleted, and
 * the objects in `known`.
 */
export async function namespaceContent(
  cluster: ClusterClient,
  namespace: string,
  known: readonly ObjectRef[],
  signal?: AbortSignal,
): Promise<NamespaceContent> {
  const { items: served, incomplete } = await cluster.resources();
  const foreign: ObjectRef[] = [];
  const unlisted = [...incomplete];
  for (const entry of onePerKind(served)) {
    try {
      const { items } = await cluster.list(collectionPath(entry, namespace), {
        signal,
      });
      for (const item of items) {
        const ref = refIn(entry, item);
        if (isForeign(entry, item) && !known.some(k => sameObject(k, ref))) {
          foreign.push(ref);
        }
      }
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      if (error.code !== 'KUBERNETES_NOT_FOUND') {
        unlisted.push(`${entry.resource}: ${error.message}`);
      }
    }
  }
  return { foreign, unlisted };
}

function onePerKind(served: readonly ServedResource[]): ServedResource[] {
  const seen = new Set<string>();
  return served.filter(entry => {
    const key = `${entry.group}/${entry.resource}`;
    const use =
      entry.namespaced &&
      entry.verbs.includes('list') &&
      !volatileKinds.has(entry.kind) &&
      !seen.has(key);
    seen.add(key);
    return use;
  });
}

function refIn(entry: ServedResource, item: KubernetesObject): ObjectRef {
  return {
    apiVersion: entry.group ? `${entry.group}/${entry.version}` : entry.version,
    kind: entry.kind,
    namespace: item.metadata?.namespace,
    name: item.metadata?.name ?? '',
  };
}

function isForeign(entry: ServedResource, item: KubernetesObject): boolean {
  const { name, deletionTimestamp, ownerReferences, annotations } =
    (item.metadata ?? {}) as Record<string, any>;
  if (deletionTimestamp || (ownerReferences ?? []).length > 0) {
    return false;
  }
  switch (entry.kind) {
    case 'ConfigMap':
      return name !== 'kube-root-ca.crt';
    case 'ServiceAccount':
      return name !== 'default';
    case 'Secret':
      return !(
        item.type === 'kubernetes.io/service-account-token' &&
        annotations?.['kubernetes.io/service-account.name'] === 'default'
      );
    default:
      return true;
  }
}
