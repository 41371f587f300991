import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import fc from 'fast-check';
import type { ClusterSettings } from '../config';
import { createGuard } from './createGuard';
import { writeRefusal } from './writeRefusal';

const connection: ClusterConnection = {
  name: 'c',
  server: 'https://c',
  auth: { kind: 'none' },
};

const guard = (
  settings: Partial<ClusterSettings> | undefined,
  change: Partial<ClusterConnection> = {},
  portal: { namespace?: string; cluster?: string } = {},
) =>
  createGuard({
    connection: { ...connection, ...change },
    settings: settings && { name: 'c', namespaces: {}, kinds: {}, ...settings },
    portal,
  });

const pod = (namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace,
  name: 'p',
});
const code = (...args: Parameters<typeof writeRefusal>) =>
  writeRefusal(...args)?.code;

describe('writeRefusal', () => {
  it('refuses every write on a cluster that nobody made writable', () => {
    for (const verb of ['create', 'update', 'patch', 'delete', 'anything']) {
      expect(code(guard(undefined), pod('web'), verb)).toBe(
        'CLUSTER_READ_ONLY',
      );
      expect(code(guard({}), pod('web'), verb)).toBe('CLUSTER_READ_ONLY');
    }
    expect(code(guard(undefined), pod('web'), 'get')).toBeUndefined();
  });

  it('lets a provider make only demo clusters writable, and configuration win', () => {
    expect(guard(undefined, { writable: true }).writable).toBe(false);
    expect(guard(undefined, { writable: true, demo: true }).writable).toBe(
      true,
    );
    expect(
      guard({ writable: false }, { writable: true, demo: true }).writable,
    ).toBe(false);
  });

  it('keeps a cluster that needs a user read-only', () => {
    expect(guard({ writable: true }, { notUnattended: 'why' })).toMatchObject({
      writable: false,
      notWritableReason: 'why',
    });
  });

  it('keeps the portal out of its own cluster and namespace', () => {
    const here = { cluster: 'c', namespace: 'backstage' };
    expect(guard({ writable: true }, {}, here).writable).toBe(false);
    const opened = guard(
      { writable: true, allowPortalCluster: true },
      {},
      here,
    );
    expect(code(opened, pod('backstage'), 'patch')).toBe('NAMESPACE_DENIED');
    expect(code(opened, pod('web'), 'patch')).toBeUndefined();
  });

  it.each([
    ['kube-system', {}, 'NAMESPACE_DENIED'],
    ['kube-public', { allow: ['*'] }, 'NAMESPACE_DENIED'],
    ['kube-system', { allow: ['kube-system'] }, undefined],
    [
      'kube-system',
      { allow: ['kube-system'], deny: ['kube-*'] },
      'NAMESPACE_DENIED',
    ],
    ['team-a', { allow: ['team-*'] }, undefined],
    ['other', { allow: ['team-*'] }, 'NAMESPACE_DENIED'],
    ['team-x', { allow: ['team-*'], deny: ['team-x'] }, 'NAMESPACE_DENIED'],
    ['web', {}, undefined],
  ])('answers for namespace %s with %j', (name, namespaces, expected) => {
    const made = guard({ writable: true, namespaces });
    expect(code(made, pod(name), 'create')).toBe(expected);
    expect(
      code(made, { apiVersion: 'v1', kind: 'Namespace', name }, 'delete'),
    ).toBe(expected);
  });

  it.each([
    ['apps/v1', 'Deployment', { allow: ['Deployment'] }, undefined],
    ['apps/v1', 'Deployment', { allow: ['apps/*'] }, undefined],
    ['v1', 'Secret', { deny: ['core/Secret'] }, 'KIND_DENIED'],
    ['x.dev/v1', 'Secret', { deny: ['core/Secret'] }, undefined],
    ['v1', 'Secret', { allow: ['*'], deny: ['Secret'] }, 'KIND_DENIED'],
    ['v1', 'Pod', { allow: ['apps/*'] }, 'KIND_DENIED'],
  ])('answers for %s %s with %j', (apiVersion, kind, kinds, expected) => {
    expect(
      code(
        guard({ writable: true, kinds }),
        { apiVersion, kind, namespace: 'web', name: 'a' },
        'patch',
      ),
    ).toBe(expected);
  });

  it('asks for cluster-scoped kinds by name where namespaces are restricted', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      name: 'a',
    };
    const namespaces = { allow: ['web'] };
    expect(code(guard({ writable: true }), role, 'create')).toBeUndefined();
    expect(code(guard({ writable: true, namespaces }), role, 'create')).toBe(
      'KIND_DENIED',
    );
    expect(
      code(
        guard({ writable: true, namespaces, clusterScoped: ['ClusterRole'] }),
        role,
        'create',
      ),
    ).toBeUndefined();
  });

  it('lets access reviews pass: they store nothing', () => {
    expect(
      code(
        guard(undefined),
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          name: '',
        },
        'create',
      ),
    ).toBeUndefined();
  });

  it('never lets a write through that a deny list names, whatever is allowed', () => {
    const names = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(names, fc.array(names), (name, allow) => {
        const made = guard({
          writable: true,
          namespaces: { allow: [...allow, name, '*'], deny: [name] },
        });
        expect(code(made, pod(name), 'patch')).toBe('NAMESPACE_DENIED');
      }),
    );
  });
});
