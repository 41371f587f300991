import { Cluster } from '../cluster';
import { Identity } from '../identity';
import { isRecord } from '../object';
import { badRequest } from '../status';
import { isAllowed, rulesFor } from './authorization';

/** POST of a SelfSubjectReview: as whom the server knows who asks. */
export function answerWhoAsks(cluster: Cluster, { user, groups }: Identity) {
  return {
    kind: 'SelfSubjectReview',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { creationTimestamp: cluster.timestamp() },
    status: { userInfo: { username: user, groups } },
  };
}

/** POST to authorization.k8s.io: what an identity may do. */
export function answerReview(
  cluster: Cluster,
  identity: Identity,
  plural: string,
  body: unknown,
) {
  if (!isRecord(body) || !isRecord(body.spec))
    throw badRequest('the review needs a spec');
  const { spec } = body;
  if (plural === 'selfsubjectrulesreviews') {
    const rules = rulesFor(cluster, identity, spec.namespace ?? 'default');
    const everything = identity.groups.includes('system:masters');
    return {
      ...body,
      metadata: {},
      status: {
        resourceRules: everything
          ? [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }]
          : rules
              .filter(rule => rule.resources)
              .map(({ nonResourceURLs: _, ...rule }) => rule),
        nonResourceRules: everything
          ? [{ verbs: ['*'], nonResourceURLs: ['*'] }]
          : rules
              .filter(rule => rule.nonResourceURLs)
              .map(rule => ({
                verbs: rule.verbs,
                nonResourceURLs: rule.nonResourceURLs,
              })),
        incomplete: false,
      },
    };
  }
  const who =
    plural === 'subjectaccessreviews'
      ? { user: spec.user ?? '', groups: spec.groups ?? [] }
      : identity;
  const asked = spec.resourceAttributes;
  const wanted = asked
    ? {
        verb: asked.verb ?? '',
        group: asked.group ?? '',
        resource: asked.resource ?? '',
        subresource: asked.subresource || undefined,
        name: asked.name,
        namespace: asked.namespace || undefined,
      }
    : {
        verb: spec.nonResourceAttributes?.verb ?? 'get',
        path: spec.nonResourceAttributes?.path ?? '/',
      };
  const allowed = isAllowed(cluster, who, wanted);
  return {
    ...body,
    metadata: {},
    status: { allowed, ...(allowed ? {} : { reason: '' }) },
  };
}
