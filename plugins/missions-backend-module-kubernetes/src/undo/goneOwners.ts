import {
  isMissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { readObject } from '../objects';
import type { WriteContext } from '../writes';

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
}

/**
 * The owners of an object when none of them is there any more, for people:
 * made anew, it would be collected at once. An owner that was made anew is
 * another one. Undefined: it has no owners, or one is there, or cannot be seen.
 */
export async function goneOwners(
  ctx: Pick<WriteContext, 'cluster' | 'signal'>,
  { metadata }: KubernetesObject,
): Promise<string | undefined> {
  const owners = (metadata?.ownerReferences ?? []) as readonly Owner[];
  for (const owner of owners) {
    if (await isThere(ctx, owner, metadata?.namespace)) {
      return undefined;
    }
  }
  return owners.length > 0
    ? owners.map(({ kind, name }) => `${kind} ${name}`).join(', ')
    : undefined;
}

/** What cannot be seen counts as there: nobody knows better. */
async function isThere(
  { cluster, signal }: Pick<WriteContext, 'cluster' | 'signal'>,
  { apiVersion, kind, name, uid }: Owner,
  namespace: string | undefined,
): Promise<boolean> {
  try {
    const { namespaced } = await cluster.resource(apiVersion, kind);
    const ref: ObjectRef = {
      apiVersion,
      kind,
      name,
      ...(namespaced && namespace ? { namespace } : {}),
    };
    const live = await readObject(cluster, ref, signal);
    return live !== null && live.metadata?.uid === uid;
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    return error.code !== 'KUBERNETES_API_ABSENT';
  }
}
