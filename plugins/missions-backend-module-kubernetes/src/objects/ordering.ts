import type { KubernetesObject } from '@mission-control/plugin-missions-node';

/** What others need comes first; what is not listed comes after workloads' inputs. */
const applyOrder: readonly string[] = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
];
const last: readonly string[] = [
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

/** Place of a kind when objects are applied; undo goes the other way. */
export function applyRank(kind: string | undefined): number {
  const known = applyOrder.indexOf(kind ?? '');
  if (known >= 0) {
    return known;
  }
  const late = last.indexOf(kind ?? '');
  return late >= 0 ? applyOrder.length + 1 + late : applyOrder.length;
}

/** Objects in the order in which they are applied; stable within a kind. */
export function inApplyOrder<T extends KubernetesObject>(
  objects: readonly T[],
): T[] {
  return [...objects].sort((a, b) => applyRank(a.kind) - applyRank(b.kind));
}
