import type { KubernetesObject } from './ClusterClient';
import type { PlainRequest } from './plainRequest';
import { requestWords, type RequestWords } from './requestWords';

/** The object that a request is about, as its path and body name it. */
export interface RequestedObject {
  readonly words: RequestWords;
  readonly group: string;
  /** Its resource, without the subresource. */
  readonly plural?: string;
  readonly namespace?: string;
  /** A creation names it in its body; absent: none, or a whole collection. */
  readonly name?: string;
}

/** Reads it off a request. */
export function requestedObject(request: PlainRequest): RequestedObject {
  const words = requestWords(request);
  const { metadata } = (request.body ?? {}) as KubernetesObject;
  const { group, namespace } = words;
  return {
    words,
    group,
    plural: words.resource?.split('/')[0],
    namespace,
    name:
      words.name ?? (request.method === 'POST' ? metadata?.name : undefined),
  };
}
