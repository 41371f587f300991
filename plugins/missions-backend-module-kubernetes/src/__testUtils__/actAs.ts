import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { waitFor } from './waitFor';

const API = 'rbac.authorization.k8s.io';

/** What somebody may do with objects in a namespace. */
export interface Grant {
  /** Defaults to the core API. */
  readonly apiGroups?: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * A client whose requests for objects act as a user who may do this in a
 * namespace, and nothing else. Lists and the discovery are still the given
 * client's.
 */
export async function actAs(
  cluster: ClusterClient,
  namespace: string,
  grants: readonly Grant[],
): Promise<ClusterClient> {
  const user = `user-of-${namespace}`;
  const path = `/apis/${API}/v1/namespaces/${namespace}`;
  await cluster.request({
    method: 'POST',
    path: `${path}/roles`,
    body: {
      metadata: { name: user },
      rules: grants.map(grant => ({ apiGroups: [''], ...grant })),
    },
  });
  await cluster.request({
    method: 'POST',
    path: `${path}/rolebindings`,
    body: {
      metadata: { name: user },
      roleRef: { apiGroup: API, kind: 'Role', name: user },
      subjects: [{ apiGroup: API, kind: 'User', name: user }],
    },
  });
  const acting: ClusterClient = {
    ...cluster,
    request: asked =>
      cluster.request({ ...asked, headers: { 'impersonate-user': user } }),
  };
  for (const { apiGroups: [group] = [''], resources, verbs } of grants) {
    for (const resource of resources) {
      for (const verb of verbs) {
        await waitFor(() =>
          mayDo(acting, { namespace, group, resource, verb }),
        );
      }
    }
  }
  return acting;
}

async function mayDo(cluster: ClusterClient, resourceAttributes: object) {
  const { body } = await cluster.request({
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: { spec: { resourceAttributes } },
  });
  return body.status.allowed === true;
}
