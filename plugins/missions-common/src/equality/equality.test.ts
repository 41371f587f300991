import { compareClusters, equalObjects } from './compareClusters';

const deployment = (changed: Record<string, any> = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: '1',
    resourceVersion: '10',
    annotations: { 'deployment.kubernetes.io/revision': '1' },
    managedFields: [
      {
        manager: 'helm',
        operation: 'Apply',
        time: 't1',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
      {
        manager: 'kube-controller-manager',
        operation: 'Update',
        time: 't1',
        subresource: 'status',
        fieldsV1: { 'f:status': {} },
      },
    ],
  },
  spec: { replicas: 2 },
  status: { readyReplicas: 2 },
  ...changed,
});
const pod = (name: string, image = 'web:1', node = 'n1') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'shop',
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'web-1',
        controller: true,
        uid: name,
      },
    ],
  },
  spec: { nodeName: node, containers: [{ name: 'web', image }] },
});

describe('equalObjects', () => {
  it('leaves out what the server and controllers manage', () => {
    const later = deployment({ status: { readyReplicas: 0 } });
    later.metadata = {
      ...later.metadata,
      uid: '2',
      resourceVersion: '99',
      annotations: { 'deployment.kubernetes.io/revision': '3' },
      managedFields: [{ ...later.metadata.managedFields[0], time: 't2' }],
    };
    expect(equalObjects(deployment(), later)).toBe(true);
  });

  it('sees a changed value', () => {
    expect(
      equalObjects(deployment(), deployment({ spec: { replicas: 3 } })),
    ).toBe(false);
  });

  it('sees that another manager owns a field now', () => {
    const taken = deployment();
    taken.metadata = {
      ...taken.metadata,
      managedFields: [
        { ...taken.metadata.managedFields[0], manager: 'missions:x' },
      ],
    };
    expect(equalObjects(deployment(), taken)).toBe(false);
  });
});

describe('compareClusters', () => {
  it('compares the pods of a controller by template, not by name or node', () => {
    expect(
      compareClusters(
        [pod('web-a'), pod('web-b')],
        [pod('web-c', 'web:1', 'n2'), pod('web-d')],
      ),
    ).toEqual([]);
  });

  it('counts the pods of a controller', () => {
    expect(
      compareClusters([pod('web-a'), pod('web-b')], [pod('web-c')]),
    ).toEqual([
      {
        kind: 'missing',
        object: {
          apiVersion: 'v1',
          kind: 'Pod',
          namespace: 'shop',
          name: 'web-a',
        },
      },
    ]);
  });

  it('names what is missing, added and changed', () => {
    const object = (name: string, data: object) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'a' },
      data,
    });
    expect(
      compareClusters(
        [object('gone', {}), object('kept', { k: '1' })],
        [object('kept', { k: '2' }), object('new', {})],
      ),
    ).toEqual([
      {
        kind: 'missing',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: 'a',
          name: 'gone',
        },
      },
      {
        kind: 'changed',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: 'a',
          name: 'kept',
        },
        fields: [{ path: 'data.k', before: '1', after: '2' }],
      },
      {
        kind: 'added',
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace: 'a',
          name: 'new',
        },
      },
    ]);
  });

  it('compares kinds that are called as what every object of JavaScript has', () => {
    const before = ['constructor', 'toString', '__proto__'].map(kind => ({
      apiVersion: 'shop.example.com/v1',
      kind,
      metadata: { name: 'a', namespace: 'shop' },
    }));
    expect(compareClusters(before, [])).toHaveLength(3);
  });

  it('leaves Events, Leases and idle ReplicaSets of a Deployment out', () => {
    const owned = {
      ...deployment({ spec: { replicas: 0 } }),
      kind: 'ReplicaSet',
    };
    owned.metadata = {
      ...owned.metadata,
      ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }],
    } as any;
    expect(
      compareClusters(
        [],
        [
          { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' } },
          {
            apiVersion: 'coordination.k8s.io/v1',
            kind: 'Lease',
            metadata: { name: 'l' },
          },
          owned,
        ],
      ),
    ).toEqual([]);
  });
});
