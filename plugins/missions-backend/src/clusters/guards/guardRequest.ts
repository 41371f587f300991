import { MissionError } from '@mission-control/plugin-missions-common';
import {
  mayChange,
  plainRequest,
  requestWords,
  type ClusterRequest,
  type KubernetesObject,
  type PlainRequest,
} from '@mission-control/plugin-missions-node';
import type { ClusterGuard } from './ClusterGuard';
import { writeRefusal, type WriteRefusal } from './writeRefusal';

const READ_VERBS = ['get', 'list', 'watch'];

/**
 * The last line of the guards: looks at the request itself, whatever the
 * action before it checked. Throws CLUSTER_READ_ONLY, NAMESPACE_DENIED or
 * KIND_DENIED. What changes nothing passes, see {@link mayChange}.
 *
 * @remarks A request without an object in its body (a delete, a JSON patch)
 * does not tell its kind; kinds of those are checked by actions.
 */
export function guardRequest(guard: ClusterGuard, asked: ClusterRequest): void {
  const request = plainRequest(asked);
  if (!mayChange(request)) {
    return;
  }
  const refusal = refusalOf(guard, request, requestWords(request));
  if (refusal) {
    throw new MissionError(refusal.code, refusal.message);
  }
}

function refusalOf(
  guard: ClusterGuard,
  request: PlainRequest,
  words: ReturnType<typeof requestWords>,
): WriteRefusal | undefined {
  const body = request.body as KubernetesObject | undefined;
  const isNamespace = words.group === '' && words.resource === 'namespaces';
  const typed =
    typeof body === 'object' &&
    body !== null &&
    body.kind &&
    body.apiVersion &&
    body.kind !== 'DeleteOptions';
  if (words.verb === 'deletecollection' && isNamespace) {
    return {
      code: 'NAMESPACE_DENIED',
      message: `Missions may not delete namespaces of cluster '${guard.cluster}' as a collection`,
    };
  }
  return writeRefusal(
    typed || isNamespace
      ? guard
      : // The kind is not known here, so that only cluster and namespace count.
        {
          ...guard,
          kinds: { allow: [], deny: [] },
          clusterScoped: guard.clusterScoped.length > 0 ? ['*'] : [],
        },
    {
      apiVersion: typed ? body.apiVersion! : versionOf(words, isNamespace),
      kind: (typed && body.kind) || (isNamespace ? 'Namespace' : words.path),
      namespace: isNamespace ? undefined : words.namespace,
      name: words.name ?? body?.metadata?.name ?? '',
    },
    // Only its path or method says that it reads: it may change something.
    READ_VERBS.includes(words.verb) ? 'update' : words.verb,
  );
}

function versionOf(
  words: ReturnType<typeof requestWords>,
  isNamespace: boolean,
): string {
  return isNamespace || !words.group
    ? 'v1'
    : `${words.group}/${words.version ?? ''}`;
}
