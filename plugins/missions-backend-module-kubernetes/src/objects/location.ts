import {
  MissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  ServedResource,
} from '@mission-control/plugin-missions-node';

/** Where an object lives on the API server. */
export interface Location {
  readonly served: ServedResource;
  /** Path of the list that holds it. */
  readonly collection: string;
  /** Path of the object. */
  readonly path: string;
}

/** Path of a list: of one namespace, or of all when none is given. */
export function collectionPath(
  served: ServedResource,
  namespace?: string,
): string {
  const root = served.group
    ? `/apis/${served.group}/${served.version}`
    : `/api/${served.version}`;
  const scope =
    served.namespaced && namespace
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
  return `${root}${scope}/${served.resource}`;
}

/**
 * Where an object lives, from discovery. Throws KUBERNETES_API_ABSENT when its
 * kind is not served, and ACTION_INPUT_INVALID when the namespace does not fit
 * the kind.
 */
export async function locate(
  cluster: ClusterClient,
  ref: ObjectRef,
): Promise<Location> {
  const served = await cluster.resource(ref.apiVersion, ref.kind);
  if (served.namespaced && !ref.namespace) {
    throw new MissionError(
      'ACTION_INPUT_INVALID',
      `${nameOfObject(ref)} needs metadata.namespace: ${
        ref.kind
      } is namespaced`,
      { object: ref },
    );
  }
  if (!served.namespaced && ref.namespace) {
    throw new MissionError(
      'ACTION_INPUT_INVALID',
      `${nameOfObject(ref)} must not have metadata.namespace: ${
        ref.kind
      } belongs to the whole cluster`,
      { object: ref },
    );
  }
  const collection = collectionPath(served, ref.namespace);
  return {
    served,
    collection,
    path: `${collection}/${encodeURIComponent(ref.name)}`,
  };
}
