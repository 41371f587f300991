import { groupOf } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import {
  autoscalerHealth,
  budgetHealth,
  definitionHealth,
  namespaceHealth,
  nodeHealth,
  plainHealth,
  webhookHealth,
} from './cluster';
import { customHealth } from './custom';
import {
  changing,
  type Health,
  type HealthReport,
  type HealthRule,
  type Surroundings,
} from './Health';
import { cronJobHealth, jobHealth } from './jobs';
import { ingressHealth, serviceHealth } from './network';
import { podHealth } from './pods';
import { claimHealth, volumeHealth } from './storage';
import {
  daemonSetHealth,
  deploymentHealth,
  replicaSetHealth,
  statefulSetHealth,
} from './workloads';

/** group/Kind → rule; what is not here is judged by its conditions. */
const rules: Readonly<Record<string, HealthRule>> = {
  '/Pod': podHealth,
  '/Namespace': namespaceHealth,
  '/Node': nodeHealth,
  '/Service': serviceHealth,
  '/PersistentVolumeClaim': claimHealth,
  '/PersistentVolume': volumeHealth,
  '/ReplicationController': replicaSetHealth,
  '/ConfigMap': plainHealth,
  '/Secret': plainHealth,
  '/ServiceAccount': plainHealth,
  '/LimitRange': plainHealth,
  '/ResourceQuota': plainHealth,
  'apps/Deployment': deploymentHealth,
  'apps/StatefulSet': statefulSetHealth,
  'apps/DaemonSet': daemonSetHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'batch/Job': jobHealth,
  'batch/CronJob': cronJobHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  'policy/PodDisruptionBudget': budgetHealth,
  'networking.k8s.io/Ingress': ingressHealth,
  'networking.k8s.io/IngressClass': plainHealth,
  'networking.k8s.io/NetworkPolicy': plainHealth,
  'rbac.authorization.k8s.io/Role': plainHealth,
  'rbac.authorization.k8s.io/RoleBinding': plainHealth,
  'rbac.authorization.k8s.io/ClusterRole': plainHealth,
  'rbac.authorization.k8s.io/ClusterRoleBinding': plainHealth,
  'scheduling.k8s.io/PriorityClass': plainHealth,
  'storage.k8s.io/StorageClass': plainHealth,
  'apiextensions.k8s.io/CustomResourceDefinition': definitionHealth,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhookHealth,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhookHealth,
};

/** How an object is. A terminating object is never ready. */
export function healthOf(
  object: KubernetesObject,
  around: Surroundings = {},
): HealthReport {
  if (object.metadata?.deletionTimestamp) {
    return changing(
      `It is being deleted since ${object.metadata.deletionTimestamp}`,
    );
  }
  const rule = rules[`${groupOf(object.apiVersion ?? '')}/${object.kind}`];
  return (rule ?? customHealth)(object, around);
}

const order: readonly Health[] = ['unhealthy', 'unknown', 'warning', 'healthy'];

/** The worst of many; nothing at all is unknown, and unknown is never healthy. */
export function rollUpHealth(healths: readonly Health[]): Health {
  return order.find(health => healths.includes(health)) ?? 'unknown';
}
