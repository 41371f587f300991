import { KubeObject } from '../simulator';

/**
 * The node and the storage class that scenarios find on every cluster.
 *
 * @public
 */
export const TEST_CLUSTER_OBJECTS: readonly KubeObject[] = [
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'testbed-node',
      labels: { 'kubernetes.io/hostname': 'testbed-node' },
    },
    status: {
      allocatable: { cpu: '16', memory: '64Gi', pods: '500' },
      capacity: { cpu: '16', memory: '64Gi', pods: '500' },
    },
  },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'kwok-volume',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'kwok.x-k8s.io/volume',
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
  },
];
