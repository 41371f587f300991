import {
  type ErrorCode,
  groupOf,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type { ClusterGuard } from './ClusterGuard';
import { matchesPattern } from './matchesPattern';

/** Why a guard refuses a write. */
export interface WriteRefusal {
  readonly code: Extract<
    ErrorCode,
    'CLUSTER_READ_ONLY' | 'NAMESPACE_DENIED' | 'KIND_DENIED'
  >;
  readonly message: string;
}

const READS = new Set(['get', 'list', 'watch']);

/** Questions that have the form of a create and store nothing. */
const REVIEW_GROUPS = new Set([
  'authorization.k8s.io',
  'authentication.k8s.io',
]);

/**
 * What the guard of a cluster says to a verb on an object: undefined when it
 * may be done. An object without a namespace is cluster-scoped; a Namespace
 * obeys the lists of namespaces by its own name.
 */
export function writeRefusal(
  guard: ClusterGuard,
  object: ObjectRef,
  verb: string,
): WriteRefusal | undefined {
  const group = groupOf(object.apiVersion);
  if (READS.has(verb) || isReview(group, object.kind)) {
    return undefined;
  }
  const { cluster } = guard;
  if (!guard.writable) {
    return {
      code: 'CLUSTER_READ_ONLY',
      message: `Cluster '${cluster}' is read-only: ${
        guard.notWritableReason ?? 'it is not configured as writable'
      }`,
    };
  }
  const isNamespace = group === '' && object.kind === 'Namespace';
  return (
    refusesKind(guard, group, object.kind) ??
    (isNamespace || object.namespace
      ? namespaceRefusal(
          guard,
          isNamespace ? object.name : (object.namespace as string),
        )
      : refusesClusterScoped(guard, group, object.kind))
  );
}

/** Whether missions may write to a namespace at all. */
export function namespaceRefusal(
  guard: ClusterGuard,
  namespace: string,
): WriteRefusal | undefined {
  const { allow, deny, deniedByDefault } = guard.namespaces;
  const refuse = (why: string): WriteRefusal => ({
    code: 'NAMESPACE_DENIED',
    message: `Missions may not write to namespace '${namespace}' of cluster '${guard.cluster}': ${why}`,
  });
  const denied = deny.find(pattern => matchesPattern(pattern, namespace));
  if (denied !== undefined) {
    return refuse(`the deny list names '${denied}'`);
  }
  if (deniedByDefault.includes(namespace) && !allow.includes(namespace)) {
    return refuse(
      'it belongs to Kubernetes or to the portal; only an allow list that names it without a pattern opens it',
    );
  }
  if (
    allow.length > 0 &&
    !allow.some(pattern => matchesPattern(pattern, namespace))
  ) {
    return refuse(`allowed are ${allow.join(', ')}`);
  }
  return undefined;
}

function refusesKind(
  guard: ClusterGuard,
  group: string,
  kind: string,
): WriteRefusal | undefined {
  const { allow, deny } = guard.kinds;
  const denied = deny.find(pattern => fitsKind(pattern, group, kind));
  if (denied !== undefined) {
    return kindRefusal(guard, kind, `the deny list names '${denied}'`);
  }
  if (
    allow.length > 0 &&
    !allow.some(pattern => fitsKind(pattern, group, kind))
  ) {
    return kindRefusal(guard, kind, `allowed are ${allow.join(', ')}`);
  }
  return undefined;
}

function refusesClusterScoped(
  guard: ClusterGuard,
  group: string,
  kind: string,
): WriteRefusal | undefined {
  return guard.clusterScoped.some(pattern => fitsKind(pattern, group, kind))
    ? undefined
    : kindRefusal(
        guard,
        kind,
        'it belongs to no namespace, and clusterScoped of the cluster does not name it',
      );
}

function kindRefusal(
  guard: ClusterGuard,
  kind: string,
  why: string,
): WriteRefusal {
  return {
    code: 'KIND_DENIED',
    message: `Missions may not write ${kind} on cluster '${guard.cluster}': ${why}`,
  };
}

/** `Deployment`, `apps/Deployment`, `apps/*`; the core group is written `core`. */
function fitsKind(pattern: string, group: string, kind: string): boolean {
  return pattern.includes('/')
    ? matchesPattern(pattern, `${group || 'core'}/${kind}`)
    : matchesPattern(pattern, kind);
}

function isReview(group: string, kind: string): boolean {
  return REVIEW_GROUPS.has(group) && kind.endsWith('Review');
}
