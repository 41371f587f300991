import {
  groupOf,
  isMissionError,
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  ServedResource,
  UndoneRun,
} from '@mission-control/plugin-missions-node';
import {
  collectionPath,
  EVENT_KINDS,
  isUnserved,
  kindWithGroup,
  onePerKind,
  refIn,
} from '../objects';

/** What is in a namespace beside what we know. */
export interface NamespaceContent {
  /** Objects that neither we nor a cluster's own controllers put there. */
  readonly foreign: readonly ObjectRef[];
  /** Resources or groups that could not be listed: nothing is known about them. */
  readonly unlisted: readonly string[];
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** What is known of a content beforehand. */
export interface ContentOptions {
  /** Objects that are left out. */
  readonly known?: readonly ObjectRef[];
  /** Tells of an owner that is not in the namespace whether it is ours; left out: none is. */
  readonly madeByRun?: UndoneRun['madeByRun'];
  readonly signal?: AbortSignal;
}

/** Kinds that appear by themselves and hold nothing that is anybody's. */
const VOLATILE_KINDS = [
  ...EVENT_KINDS,
  'Lease.coordination.k8s.io',
  'PodMetrics.metrics.k8s.io',
  'Endpoints',
  'EndpointSlice.discovery.k8s.io',
];

/**
 * Lists every served resource of a namespace. Left out is what the cluster
 * puts into each namespace, what is being deleted, the objects in `known`, and
 * what has owners that are in the namespace too, where they count themselves.
 * An owner of the whole cluster, or of a kind that is not listed, is none of
 * them: what it owns is somebody's, unless the run made that owner.
 */
export async function namespaceContent(
  cluster: ClusterClient,
  namespace: string,
  { known = [], madeByRun, signal }: ContentOptions,
): Promise<NamespaceContent> {
  const { items: served, incomplete } = await cluster.resources();
  const listed = onePerKind(served, {
    namespaced: true,
    except: VOLATILE_KINDS,
  });
  const hasForeignOwner = foreignOwners(listed, madeByRun);
  const foreign: ObjectRef[] = [];
  const unlisted = [...incomplete];
  for (const entry of listed) {
    try {
      const { items } = await cluster.list(collectionPath(entry, namespace), {
        signal,
      });
      for (const item of items) {
        const ref = refIn(entry, item);
        const isKnown = known.some(other => sameObject(other, ref));
        if (!isKnown && (await isForeign(entry, item, hasForeignOwner))) {
          foreign.push(ref);
        }
      }
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      if (!isUnserved(error)) {
        unlisted.push(`${entry.resource}: ${error.message}`);
      }
    }
  }
  return { foreign, unlisted };
}

/**
 * Asks whether one of an object's owners neither counts itself in the namespace
 * nor was made by the run.
 */
function foreignOwners(
  listed: readonly ServedResource[],
  madeByRun: ContentOptions['madeByRun'],
): (owners: readonly Owner[]) => Promise<boolean> {
  const isInside = ({ apiVersion, kind }: Owner) =>
    listed.some(
      entry => entry.group === groupOf(apiVersion) && entry.kind === kind,
    );
  const answers = new Map<string, boolean>();
  return async owners => {
    for (const owner of owners) {
      if (!answers.has(owner.uid)) {
        const { apiVersion, kind, name, uid } = owner;
        const isOurs =
          isInside(owner) ||
          (await madeByRun?.({ apiVersion, kind, name }, uid));
        answers.set(uid, !isOurs);
      }
      if (answers.get(owner.uid)) {
        return true;
      }
    }
    return false;
  };
}

async function isForeign(
  entry: ServedResource,
  item: KubernetesObject,
  hasForeignOwner: ReturnType<typeof foreignOwners>,
): Promise<boolean> {
  const { name, deletionTimestamp, ownerReferences, annotations } =
    (item.metadata ?? {}) as Record<string, any>;
  if (deletionTimestamp) {
    return false;
  }
  if ((ownerReferences ?? []).length > 0) {
    return hasForeignOwner(ownerReferences);
  }
  switch (kindWithGroup(entry)) {
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
