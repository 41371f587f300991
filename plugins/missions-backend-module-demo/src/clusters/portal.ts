import { KubeObject } from '../simulator';
import { namespace } from './objects';

/** Namespace and name of the service account under which the portal acts. */
export const PORTAL_NAMESPACE = 'mission-control';
const ACCOUNT = 'portal';

/** The Kubernetes identity of the portal on a demo cluster. */
export const PORTAL_IDENTITY = {
  user: `system:serviceaccount:${PORTAL_NAMESPACE}:${ACCOUNT}`,
  groups: [
    'system:serviceaccounts',
    `system:serviceaccounts:${PORTAL_NAMESPACE}`,
  ],
} as const;

/** The portal's service account and its rights: everything but `bind` and `escalate`. */
export function portalObjects(): KubeObject[] {
  return [
    namespace(PORTAL_NAMESPACE),
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: ACCOUNT, namespace: PORTAL_NAMESPACE },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'mission-control-portal' },
      rules: [
        {
          apiGroups: ['*'],
          resources: ['*'],
          verbs: [
            'get',
            'list',
            'watch',
            'create',
            'update',
            'patch',
            'delete',
            'impersonate',
          ],
        },
        { nonResourceURLs: ['*'], verbs: ['get'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'mission-control-portal' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'mission-control-portal',
      },
      subjects: [
        { kind: 'ServiceAccount', name: ACCOUNT, namespace: PORTAL_NAMESPACE },
      ],
    },
  ];
}
