import {
  isMissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { readObject } from '../objects';
import type { WriteContext } from '../writes';

/** An owner, as an object names it. */
export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** Whether it is the controller of the object. */
  readonly controller?: boolean;
}

/** The owners that an object names. */
export function ownersOf({ metadata }: KubernetesObject): readonly Owner[] {
  return (metadata?.ownerReferences ?? []) as Owner[];
}

/**
 * The owners of an object when none of them is there any more, for people:
 * made anew, it would be collected at once. An owner that was made anew is
 * another one. Undefined: it has no owners, or one is there, or cannot be seen.
 */
export async function goneOwners(
  ctx: Pick<WriteContext, 'cluster' | 'signal'>,
  object: KubernetesObject,
): Promise<string | undefined> {
  const owners = ownersOf(object);
  for (const owner of owners) {
    if (await isThere(ctx, owner, object.metadata?.namespace)) {
      return undefined;
    }
  }
  return owners.length > 0
    ? owners.map(({ kind, name }) => `${kind} ${name}`).join(', ')
    : undefined;
}

/**
 * Whether this very owner is there, of an object in this namespace. What cannot
 * be seen counts as there: nobody knows better.
 */
export async function isThere(
  ctx: Pick<WriteContext, 'cluster' | 'signal'>,
  owner: Owner,
  namespace: string | undefined,
): Promise<boolean> {
  return (await readOwner(ctx, owner, namespace)) !== null;
}

/**
 * This very owner of an object in this namespace; null: it is gone, also when
 * it was made anew; undefined: it cannot be seen.
 */
export async function readOwner(
  { cluster, signal }: Pick<WriteContext, 'cluster' | 'signal'>,
  { apiVersion, kind, name, uid }: Owner,
  namespace: string | undefined,
): Promise<KubernetesObject | null | undefined> {
  // Discovery cannot be broken off, and an object may name very many owners.
  signal?.throwIfAborted();
  try {
    const { namespaced } = await cluster.resource(apiVersion, kind);
    const ref: ObjectRef = {
      apiVersion,
      kind,
      name,
      ...(namespaced && namespace ? { namespace } : {}),
    };
    const live = await readObject(cluster, ref, signal);
    return live?.metadata?.uid === uid ? live : null;
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return error.code === 'KUBERNETES_API_ABSENT' ? null : undefined;
  }
}
