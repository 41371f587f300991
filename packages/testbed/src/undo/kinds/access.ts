import { nothingElse, type Kind, type Value } from './Kind';

const rbac = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  base: nothingElse,
};
const rules = (value: Value) => ({
  rules: [
    {
      apiGroups: [''],
      resources: [['pods', 'secrets', 'services'][value]],
      verbs: ['get'],
    },
  ],
});
const subjects = (value: Value) => ({
  subjects: [
    {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'User',
      name: ['anna', 'berta', 'carla'][value],
    },
  ],
});
const roleRef = (kind: string) => () => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'view' },
});

/** Who may do what. */
export const accessKinds: readonly Kind[] = [
  {
    ...rbac,
    title: 'Role',
    kind: 'Role',
    resource: 'roles',
    namespaced: true,
    field: rules,
  },
  {
    ...rbac,
    title: 'RoleBinding',
    kind: 'RoleBinding',
    resource: 'rolebindings',
    namespaced: true,
    base: roleRef('Role'),
    field: subjects,
  },
  {
    ...rbac,
    title: 'ClusterRole',
    kind: 'ClusterRole',
    resource: 'clusterroles',
    namespaced: false,
    field: rules,
  },
  {
    ...rbac,
    title: 'ClusterRoleBinding',
    kind: 'ClusterRoleBinding',
    resource: 'clusterrolebindings',
    namespaced: false,
    base: roleRef('ClusterRole'),
    field: subjects,
  },
];
