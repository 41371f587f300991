import { KubeObject } from './object';

const RBAC = 'rbac.authorization.k8s.io/v1';
const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const WORKLOAD_RULES: { apiGroups: string[]; resources: string[] }[] = [
  {
    apiGroups: [''],
    resources: [
      'configmaps',
      'endpoints',
      'events',
      'persistentvolumeclaims',
      'pods',
      'pods/log',
      'pods/status',
      'resourcequotas',
      'limitranges',
      'serviceaccounts',
      'services',
      'services/status',
    ],
  },
  {
    apiGroups: ['apps'],
    resources: [
      'controllerrevisions',
      'daemonsets',
      'daemonsets/status',
      'deployments',
      'deployments/scale',
      'deployments/status',
      'replicasets',
      'replicasets/scale',
      'replicasets/status',
      'statefulsets',
      'statefulsets/scale',
      'statefulsets/status',
    ],
  },
  {
    apiGroups: ['autoscaling'],
    resources: ['horizontalpodautoscalers', 'horizontalpodautoscalers/status'],
  },
  {
    apiGroups: ['batch'],
    resources: ['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'],
  },
  {
    apiGroups: ['policy'],
    resources: ['poddisruptionbudgets', 'poddisruptionbudgets/status'],
  },
  {
    apiGroups: ['networking.k8s.io'],
    resources: ['ingresses', 'ingresses/status', 'networkpolicies'],
  },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'] },
];

/** What every new cluster has: its four namespaces and the roles for people. */
export function bootstrapObjects(): KubeObject[] {
  return [
    ...['default', 'kube-node-lease', 'kube-public', 'kube-system'].map(
      namespace,
    ),
    role('cluster-admin', [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ]),
    role('view', [
      ...rules(READ),
      { apiGroups: [''], resources: ['namespaces'], verbs: READ },
    ]),
    role('edit', [
      ...rules([...READ, ...WRITE]),
      {
        apiGroups: [''],
        resources: ['secrets', 'pods/eviction', 'services/proxy', 'pods/proxy'],
        verbs: [...READ, ...WRITE],
      },
      { apiGroups: [''], resources: ['namespaces'], verbs: READ },
    ]),
    role('admin', [
      ...rules([...READ, ...WRITE]),
      {
        apiGroups: [''],
        resources: ['secrets', 'pods/eviction', 'services/proxy', 'pods/proxy'],
        verbs: [...READ, ...WRITE],
      },
      { apiGroups: [''], resources: ['namespaces'], verbs: READ },
      {
        apiGroups: ['rbac.authorization.k8s.io'],
        resources: ['roles', 'rolebindings'],
        verbs: [...READ, ...WRITE],
      },
    ]),
    {
      apiVersion: RBAC,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'cluster-admin' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'system:masters',
        },
      ],
    },
  ];
}

function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

function role(name: string, list: Record<string, unknown>[]): KubeObject {
  return {
    apiVersion: RBAC,
    kind: 'ClusterRole',
    metadata: {
      name,
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
    },
    rules: list,
  };
}

function rules(verbs: string[]) {
  return WORKLOAD_RULES.map(rule => ({ ...rule, verbs }));
}
