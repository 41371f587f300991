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
      'a GET through a proxy',
      { path: '/api/v1/namespaces/web/services/shop/proxy/healthz' },
    ],
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
    ['exec', `${pods}/p/exec`],
    ['attach', `${pods}/p/attach`],
    ['portforward', `${pods}/p/portforward`],
    ['proxy', '/api/v1/namespaces/web/services/shop/proxy/reset'],
  ])('refuses a POST to %s, which knows no dry run', (_, path) => {
    const request = { method: 'POST', path, query: { dryRun: 'All' } } as const;
    expect(() => guardRequest(make(false), request)).toThrow(
      expect.objectContaining({ code: 'CLUSTER_READ_ONLY' }),
    );
    const other = { ...request, path: path.replace('/web/', '/other/') };
    expect(() => guardRequest(make(true), other)).toThrow(
      expect.objectContaining({ code: 'NAMESPACE_DENIED' }),
    );
    expect(() => guardRequest(make(true), request)).not.toThrow();
  });

  it.each([
    ['exec by GET', { path: `${pods}/p/exec` }],
    ['a method in other letters', { method: 'post' as 'POST', path: pods }],
  ])('refuses %s on a read-only cluster', (_, request) => {
    expect(() => guardRequest(make(false), request)).toThrow(
      expect.objectContaining({ code: 'CLUSTER_READ_ONLY' }),
    );
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
