import { Cluster } from '../cluster';
import { Resource } from '../kinds/resource';

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
/** Questions to the server that are posted and never stored, by group. */
const reviews: Readonly<Record<string, readonly string[]>> = {
  'authentication.k8s.io': ['SelfSubjectReview'],
  'authorization.k8s.io': [
    'SelfSubjectAccessReview',
    'SelfSubjectRulesReview',
    'SubjectAccessReview',
  ],
};

/** `/version`. */
export function versionInfo(version: string) {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    gitVersion: version,
    gitCommit: '0000000000000000000000000000000000000000',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.26.0',
    compiler: 'gc',
    platform: 'linux/amd64',
  };
}

/** `/api`. */
export function coreVersions() {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [
      { clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' },
    ],
  };
}

/** `/apis`. */
export function groupList(cluster: Cluster) {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groupNames(cluster).map(name => group(cluster, name)),
  };
}

/** `/apis/<group>`; undefined when the group is not served. */
export function groupDocument(cluster: Cluster, name: string) {
  if (!groupNames(cluster).includes(name)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...group(cluster, name) };
}

/** `/api/v1` or `/apis/<group>/<version>`; undefined when it is not served. */
export function resourceList(
  cluster: Cluster,
  groupName: string,
  version: string,
) {
  const found = cluster
    .resources()
    .filter(item => item.group === groupName && item.version === version);
  const asked = version === 'v1' ? reviews[groupName] ?? [] : [];
  if (found.length === 0 && asked.length === 0) return undefined;
  const resources = found.flatMap(resourceEntries);
  for (const kind of asked) {
    resources.push({
      name: `${kind.toLowerCase()}s`,
      singularName: kind.toLowerCase(),
      namespaced: false,
      kind,
      verbs: ['create'],
    });
  }
  return {
    kind: 'APIResourceList',
    ...(groupName ? { apiVersion: 'v1' } : {}),
    groupVersion: groupName ? `${groupName}/${version}` : version,
    resources,
  };
}

function groupNames(cluster: Cluster): string[] {
  const names = cluster.resources().map(item => item.group);
  return [...new Set([...names, ...Object.keys(reviews)])].filter(Boolean);
}

function group(cluster: Cluster, name: string) {
  const found = cluster.resources().filter(item => item.group === name);
  const versions =
    name in reviews ? ['v1'] : [...new Set(found.map(item => item.version))];
  const entries = versions.map(version => ({
    groupVersion: `${name}/${version}`,
    version,
  }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

function resourceEntries(resource: Resource) {
  const base = {
    name: resource.plural,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: VERBS,
    ...(resource.shortNames.length ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length ? { categories: resource.categories } : {}),
  };
  const entries: (typeof base & { group?: string; version?: string })[] = [
    base,
  ];
  const sub = (name: string, kind: string, verbs: string[], more = {}) =>
    entries.push({
      name: `${resource.plural}/${name}`,
      singularName: '',
      namespaced: resource.namespaced,
      kind,
      verbs,
      ...more,
    });
  if (resource.hasStatus)
    sub('status', resource.kind, ['get', 'patch', 'update']);
  if (resource.hasScale) {
    sub('scale', 'Scale', ['get', 'patch', 'update'], {
      group: 'autoscaling',
      version: 'v1',
    });
  }
  if (resource.kind === 'Pod') {
    sub('log', 'Pod', ['get']);
    sub('portforward', 'PodPortForwardOptions', ['create', 'get']);
    sub('eviction', 'Eviction', ['create'], { group: 'policy', version: 'v1' });
    sub('proxy', 'PodProxyOptions', [
      'create',
      'delete',
      'get',
      'patch',
      'update',
    ]);
  }
  if (resource.kind === 'Service') {
    sub('proxy', 'ServiceProxyOptions', [
      'create',
      'delete',
      'get',
      'patch',
      'update',
    ]);
  }
  return entries;
}
