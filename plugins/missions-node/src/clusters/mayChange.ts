import type { ClusterRequest, KubernetesObject } from './ClusterClient';
import { plainRequest, type PlainRequest } from './plainRequest';
import { requestWords, type RequestWords } from './requestWords';

/** Groups of questions that have the form of a create and store nothing. */
const REVIEWS = /^(authorization|authentication)\.k8s\.io [^/]*reviews$/;
/** Subresources that reach into a pod or behind a service: no dry run holds them back. */
const CONNECTS = ['attach', 'exec', 'portforward', 'proxy'];
/** Subresources whose writes keep to a dry run; of any other nobody knows. */
const KEEP_TO_DRY_RUN: Readonly<Record<string, readonly string[]>> = {
  POST: ['binding', 'eviction'],
  PUT: [
    'approval',
    'ephemeralcontainers',
    'finalize',
    'resize',
    'scale',
    'status',
  ],
};
/** Kinds of aggregated APIs that are never stored: the answer to a create is the credential. */
const ANSWER_CREDENTIALS = /(token|credential|secret)requests$/;

/**
 * Whether a request could change something or hand out a credential, as far as
 * itself tells: reads, access reviews, and the dry runs that are known to store
 * nothing cannot. What reaches into a pod or behind a service knows no dry run,
 * and may change something by any method but a GET through a proxy. A token of
 * a service account is made by a dry run too, so that its request counts as a
 * write. Throws INPUT_INVALID for what cannot be sent.
 * @public
 */
export function mayChange(request: ClusterRequest): boolean {
  const plain = plainRequest(request);
  const words = requestWords(plain);
  const { method } = plain;
  const { group, resource, subresource } = words;
  if (subresource !== undefined && CONNECTS.includes(subresource)) {
    return method !== 'GET' || subresource !== 'proxy';
  }
  const isReview = method === 'POST' && REVIEWS.test(`${group} ${resource}`);
  return method !== 'GET' && !isReview && !isDryRun(plain, words);
}

function isDryRun(
  { method, query, body }: PlainRequest,
  { resource, subresource, name }: RequestWords,
): boolean {
  if (
    query?.dryRun !== 'All' ||
    resource === undefined ||
    ANSWER_CREDENTIALS.test(resource)
  ) {
    return false;
  }
  if (subresource !== undefined) {
    const known = KEEP_TO_DRY_RUN[method === 'PATCH' ? 'PUT' : method];
    return known?.includes(subresource) ?? false;
  }
  if (method === 'DELETE' && body !== undefined) {
    // The server takes the options of the body, and then none of the query.
    const { dryRun } = (body ?? {}) as KubernetesObject;
    return Array.isArray(dryRun) && dryRun.length === 1 && dryRun[0] === 'All';
  }
  return (method === 'POST') === (name === undefined) || method === 'DELETE';
}
