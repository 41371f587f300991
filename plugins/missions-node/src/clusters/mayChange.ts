import type { ClusterRequest } from './ClusterClient';
import { requestWords } from './requestWords';

/** Groups of questions that have the form of a create and store nothing. */
const REVIEWS = /^(authorization|authentication)\.k8s\.io .*reviews$/;
/** Subresources that reach into a pod or behind a service: no dry run holds them back. */
const CONNECTS = ['attach', 'exec', 'portforward', 'proxy'];

/**
 * Whether a request could change something, as far as itself tells: reads, dry
 * runs and access reviews cannot. What reaches into a pod or behind a service
 * knows no dry run, and may change something by any method but a GET through a
 * proxy.
 * @public
 */
export function mayChange(request: ClusterRequest): boolean {
  const { method = 'GET', query } = request;
  const { group, resource, subresource } = requestWords(request);
  if (subresource !== undefined && CONNECTS.includes(subresource)) {
    return method !== 'GET' || subresource !== 'proxy';
  }
  const isReview = method === 'POST' && REVIEWS.test(`${group} ${resource}`);
  return method !== 'GET' && query?.dryRun !== 'All' && !isReview;
}
