import { samplesOf, type Samples } from '../Sample';

/** What belongs to no namespace, or names something there. */
export function clusterSamples(mark: string, namespace: string): Samples {
  const name = `probe${mark}`;
  const of: typeof samplesOf = (id, bodies) => samplesOf(id, bodies, name);
  const group = `probe${mark}.example.com`;
  const definition = (plural: string, kind: string) => ({
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object' } },
        },
      ],
    },
  });
  const roleRef = { kind: 'ClusterRole', name: 'x' };
  const accessModes = ['ReadWriteOnce'];
  return {
    ...of('/v1/Namespace', [{}]),
    ...of('/v1/Node', [
      {},
      {
        spec: {
          unschedulable: true,
          taints: [{ key: 'probe', effect: 'NoSchedule' }],
        },
      },
    ]),
    ...of('storage.k8s.io/v1/StorageClass', [
      { provisioner: 'example.com/disk' },
      {
        provisioner: 'example.com/disk',
        parameters: { kind: 'fast' },
        mountOptions: ['noatime'],
        allowVolumeExpansion: true,
      },
    ]),
    ...of('/v1/PersistentVolume', [
      {
        spec: {
          accessModes,
          capacity: { storage: '1Gi' },
          hostPath: { path: '/srv' },
        },
      },
      {
        spec: {
          accessModes,
          capacity: { storage: '1Gi' },
          storageClassName: name,
          claimRef: { namespace, name: 'probe' },
          csi: { driver: 'example.com', volumeHandle: 'a' },
        },
      },
    ]),
    ...samplesOf('/v1/PersistentVolumeClaim', [
      {
        spec: {
          accessModes,
          storageClassName: 'absent',
          resources: { requests: { storage: '1Gi' } },
        },
      },
      {
        spec: {
          accessModes,
          storageClassName: name,
          volumeName: name,
          resources: { requests: { storage: '1Gi' } },
        },
      },
    ]),
    ...samplesOf('/v1/Event', [
      {
        involvedObject: { kind: 'ConfigMap', name: 'x', namespace },
        reason: 'Probed',
        message: 'a probe',
        type: 'Normal',
      },
    ]),
    ...of('networking.k8s.io/v1/IngressClass', [
      { spec: { controller: 'example.com/ingress' } },
      {
        spec: {
          controller: 'example.com/ingress',
          parameters: { apiGroup: 'example.com', kind: 'A', name: 'a' },
        },
      },
    ]),
    ...of('rbac.authorization.k8s.io/v1/ClusterRole', [
      {},
      { rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] },
    ]),
    ...of('rbac.authorization.k8s.io/v1/ClusterRoleBinding', [
      { roleRef },
      {
        roleRef,
        subjects: [
          { kind: 'User', name: 'jane' },
          { kind: 'ServiceAccount', name: 'default', namespace: 'default' },
        ],
      },
    ]),
    ...of('apiextensions.k8s.io/v1/CustomResourceDefinition', [
      definition('samples', 'Sample'),
      definition('probes', 'Probe'),
    ]),
  };
}
