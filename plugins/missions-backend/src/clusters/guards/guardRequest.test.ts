import { createGuard } from './createGuard';
import { guardRequest } from './guardRequest';

const make = (writable: boolean) =>
  createGuard({
    connection: { name: 'c', server: 'https://c', auth: { kind: 'none' } },
    settings: {
      name: 'c',
      writable,
      namespaces: { allow: ['web'] },
      kinds: { deny: ['Secret'] },
    },
    portal: {},
  });

const pods = '/api/v1/namespaces/web/pods';

describe('guardRequest', () => {
  it.each([
    ['a read', { path: pods }],
    [
      'a dry run',
      { method: 'POST' as const, path: pods, query: { dryRun: 'All' } },
    ],
    [
      'an access review',
      {
        method: 'POST' as const,
        path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
        },
      },
    ],
  ])('lets %s pass on a read-only cluster', (_, request) => {
    expect(() => guardRequest(make(false), request)).not.toThrow();
  });

  it.each([
    ['CLUSTER_READ_ONLY', false, 'POST', pods, undefined],
    [
      'NAMESPACE_DENIED',
      true,
      'POST',
      '/api/v1/namespaces/other/pods',
      undefined,
    ],
    [
      'NAMESPACE_DENIED',
      true,
      'DELETE',
      '/api/v1/namespaces/kube-system',
      undefined,
    ],
    ['NAMESPACE_DENIED', true, 'DELETE', '/api/v1/namespaces', undefined],
    [
      'NAMESPACE_DENIED',
      true,
      'POST',
      '/api/v1/namespaces',
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } },
    ],
    [
      'KIND_DENIED',
      true,
      'PATCH',
      '/api/v1/namespaces/web/secrets/s',
      { apiVersion: 'v1', kind: 'Secret' },
    ],
    [
      'KIND_DENIED',
      true,
      'POST',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles',
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
    ],
    [
      'KIND_DENIED',
      true,
      'DELETE',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/admin',
      undefined,
    ],
  ] as const)(
    'throws %s (writable %s, %s %s)',
    (code, writable, method, path, body) => {
      expect(() =>
        guardRequest(make(writable), { method, path, body }),
      ).toThrow(expect.objectContaining({ code }));
    },
  );

  it('lets a write pass that the guard allows', () => {
    expect(() =>
      guardRequest(make(true), {
        method: 'DELETE',
        path: `${pods}/p`,
        body: { apiVersion: 'v1', kind: 'DeleteOptions' },
      }),
    ).not.toThrow();
  });
});
