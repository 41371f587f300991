import type {
  MissionError,
  ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  ServedResource,
} from '@mission-control/plugin-missions-node';

/** A kind with its group, as kubectl writes it: Pod, or Lease.coordination.k8s.io. */
export function kindWithGroup({
  group,
  kind,
}: Pick<ServedResource, 'group' | 'kind'>): string {
  return group ? `${kind}.${group}` : kind;
}

/** Events of the core group and their newer form; they pass by themselves. */
export const EVENT_KINDS: readonly string[] = ['Event', 'Event.events.k8s.io'];

/** Which kinds are listed. */
interface KindsWanted {
  /** Only those of namespaces. */
  readonly namespaced: boolean;
  /** All but these kinds with their group. */
  readonly except: readonly string[];
}

/**
 * Each resource that can be listed, in the first of its versions in which it
 * can, in an order that two looks share.
 */
export function onePerKind(
  served: readonly ServedResource[],
  { namespaced, except }: KindsWanted,
): ServedResource[] {
  const first = new Map<string, ServedResource>();
  for (const entry of served) {
    const key = `${entry.group}/${entry.resource}`;
    const isWanted =
      (entry.namespaced || !namespaced) &&
      entry.verbs.includes('list') &&
      !except.includes(kindWithGroup(entry));
    if (isWanted && !first.has(key)) {
      first.set(key, entry);
    }
  }
  return [...first]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => entry);
}

/** The reference of an object in a list, where it may not tell its kind. */
export function refIn(
  { group, version, kind }: ServedResource,
  { metadata }: KubernetesObject,
): ObjectRef {
  return {
    apiVersion: group ? `${group}/${version}` : version,
    kind,
    ...(metadata?.namespace ? { namespace: metadata.namespace } : {}),
    name: metadata?.name ?? '',
  };
}

/**
 * Whether a list failed because nothing is served there: a kind that left since
 * it was discovered, alone or with its whole group, has no objects.
 */
export function isUnserved(error: MissionError): boolean {
  return ['KUBERNETES_NOT_FOUND', 'KUBERNETES_API_ABSENT'].includes(error.code);
}
