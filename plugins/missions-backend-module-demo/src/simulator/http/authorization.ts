import { Cluster } from '../cluster';
import { Identity, MASTERS } from '../identity';

/** What somebody wants to do. */
export interface Attributes {
  verb: string;
  group?: string;
  resource?: string;
  subresource?: string;
  name?: string;
  namespace?: string;
  /** Set for requests outside the resources, e.g. `/version`. */
  path?: string;
}

/** A rule of a Role or ClusterRole. */
export interface PolicyRule {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}

const RBAC = 'rbac.authorization.k8s.io';
const PUBLIC_PATHS = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const DISCOVERY_PATHS = /^\/(api|apis|openapi)(\/.*)?$/;

/** Does RBAC let this identity do this? */
export function isAllowed(
  cluster: Cluster,
  identity: Identity,
  wanted: Attributes,
): boolean {
  if (identity.groups.includes(MASTERS)) return true;
  if (wanted.path !== undefined && wanted.verb === 'get') {
    if (
      PUBLIC_PATHS.some(
        path => wanted.path === path || wanted.path!.startsWith(`${path}/`),
      )
    )
      return true;
    if (
      DISCOVERY_PATHS.test(wanted.path) &&
      identity.groups.includes('system:authenticated')
    )
      return true;
  }
  if (
    (wanted.group === 'authorization.k8s.io' ||
      wanted.group === 'authentication.k8s.io') &&
    wanted.resource?.startsWith('selfsubject')
  ) {
    return identity.groups.includes('system:authenticated');
  }
  return rulesFor(cluster, identity, wanted.namespace).some(rule =>
    ruleAllows(rule, wanted),
  );
}

/** All rules that hold for an identity, in the cluster and in one namespace. */
export function rulesFor(
  cluster: Cluster,
  identity: Identity,
  namespace?: string,
): PolicyRule[] {
  const { storage } = cluster;
  const everywhere = storage.list(`clusterrolebindings.${RBAC}`);
  const here = namespace ? storage.list(`rolebindings.${RBAC}`, namespace) : [];
  return [...everywhere, ...here]
    .filter(binding =>
      (binding.subjects ?? []).some((subject: any) =>
        isSubject(subject, identity, binding.metadata.namespace),
      ),
    )
    .flatMap(binding => {
      const { kind, name } = binding.roleRef;
      const role =
        kind === 'ClusterRole'
          ? cluster.get(`clusterroles.${RBAC}`, '', name)
          : cluster.get(
              `roles.${RBAC}`,
              binding.metadata.namespace ?? '',
              name,
            );
      return (role?.rules ?? []) as PolicyRule[];
    });
}

/** Does one rule allow this? */
export function ruleAllows(rule: PolicyRule, wanted: Attributes): boolean {
  if (!includes(rule.verbs, wanted.verb)) return false;
  if (wanted.path !== undefined) {
    return (rule.nonResourceURLs ?? []).some(
      url =>
        url === '*' ||
        url === wanted.path ||
        (url.endsWith('*') && wanted.path!.startsWith(url.slice(0, -1))),
    );
  }
  if (!includes(rule.apiGroups, wanted.group ?? '')) return false;
  const full = wanted.subresource
    ? `${wanted.resource}/${wanted.subresource}`
    : wanted.resource!;
  const resourceFits = (rule.resources ?? []).some(
    item =>
      item === '*' ||
      item === full ||
      (wanted.subresource !== undefined && item === `*/${wanted.subresource}`),
  );
  if (!resourceFits) return false;
  return (
    !rule.resourceNames?.length ||
    rule.resourceNames.includes(wanted.name ?? '')
  );
}

function includes(list: string[] | undefined, value: string): boolean {
  return (list ?? []).some(item => item === '*' || item === value);
}

function isSubject(
  subject: any,
  identity: Identity,
  namespace?: string,
): boolean {
  if (subject.kind === 'User') return subject.name === identity.user;
  if (subject.kind === 'Group') return identity.groups.includes(subject.name);
  const account = `system:serviceaccount:${subject.namespace ?? namespace}:${
    subject.name
  }`;
  return subject.kind === 'ServiceAccount' && identity.user === account;
}
