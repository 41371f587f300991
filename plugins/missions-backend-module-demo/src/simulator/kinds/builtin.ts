import { KubeObject } from '../object';
import { SchemaNode } from '../schema/node';
import { builtinSchema } from '../schema/recorded';
import {
  defaultCronJob,
  defaultJob,
  prepareJob,
  validateCronJob,
  validateJob,
} from './batch';
import {
  defaultNamespace,
  defaultSecret,
  defaultService,
  prepareClaim,
  prepareNamespace,
  preparePod,
  prepareService,
  validateClaim,
  claimMayChange,
  validateData,
  validatePod,
  validateService,
} from './core';
import {
  defaultDefinition,
  prepareDefinition,
  validateDefinition,
} from './definition';
import {
  defaultBinding,
  defaultEndpoints,
  defaultEvent,
  defaultIngressClass,
  defaultLimitRange,
  defaultNetworkPolicy,
  defaultNode,
  prepareAutoscaler,
  prepareQuota,
  prepareVolume,
  validateAutoscaler,
  validateBinding,
  validateBudget,
  validateIngress,
  UNSET_EVENT,
  validateStorageClass,
} from './misc';
import { defaultPod } from './podDefaults';
import { Resource } from './resource';
import {
  defaultDaemonSet,
  defaultWorkload,
  validateWorkload,
} from './workloads';

type Row = Pick<Resource, 'kind' | 'plural'> &
  Partial<
    Pick<
      Resource,
      | 'shortNames'
      | 'hasStatus'
      | 'hasScale'
      | 'defaults'
      | 'prepare'
      | 'validate'
      | 'mayChange'
      | 'finalizer'
      | 'zero'
    >
  > & {
    cluster?: boolean;
    categories?: string[];
    generation?: boolean;
  };

const ALL = ['all'];
const workload = { defaults: defaultWorkload, validate: validateWorkload };
const counted = { hasStatus: true, generation: true, categories: ALL };

const TABLE: Record<string, Row[]> = {
  '/v1': [
    {
      kind: 'Namespace',
      plural: 'namespaces',
      shortNames: ['ns'],
      cluster: true,
      hasStatus: true,
      defaults: defaultNamespace,
      prepare: prepareNamespace,
    },
    {
      kind: 'Pod',
      plural: 'pods',
      shortNames: ['po'],
      ...counted,
      defaults: defaultPod,
      prepare: preparePod,
      validate: validatePod,
    },
    {
      kind: 'Service',
      plural: 'services',
      shortNames: ['svc'],
      hasStatus: true,
      categories: ALL,
      defaults: defaultService,
      prepare: prepareService,
      validate: validateService,
    },
    {
      kind: 'ConfigMap',
      plural: 'configmaps',
      shortNames: ['cm'],
      validate: validateData,
    },
    {
      kind: 'Secret',
      plural: 'secrets',
      defaults: defaultSecret,
      validate: validateData,
    },
    { kind: 'ServiceAccount', plural: 'serviceaccounts', shortNames: ['sa'] },
    {
      kind: 'PersistentVolumeClaim',
      plural: 'persistentvolumeclaims',
      shortNames: ['pvc'],
      hasStatus: true,
      prepare: prepareClaim,
      finalizer: 'kubernetes.io/pvc-protection',
      validate: validateClaim,
      mayChange: claimMayChange,
    },
    {
      kind: 'PersistentVolume',
      plural: 'persistentvolumes',
      shortNames: ['pv'],
      cluster: true,
      hasStatus: true,
      prepare: prepareVolume,
      finalizer: 'kubernetes.io/pv-protection',
    },
    {
      kind: 'Node',
      plural: 'nodes',
      shortNames: ['no'],
      cluster: true,
      hasStatus: true,
      defaults: defaultNode,
    },
    {
      kind: 'Event',
      plural: 'events',
      shortNames: ['ev'],
      zero: UNSET_EVENT,
      defaults: defaultEvent,
    },
    {
      kind: 'Endpoints',
      plural: 'endpoints',
      shortNames: ['ep'],
      defaults: defaultEndpoints,
    },
    {
      kind: 'ResourceQuota',
      plural: 'resourcequotas',
      shortNames: ['quota'],
      hasStatus: true,
      prepare: prepareQuota,
    },
    {
      kind: 'LimitRange',
      plural: 'limitranges',
      shortNames: ['limits'],
      defaults: defaultLimitRange,
    },
  ],
  'apps/v1': [
    {
      kind: 'Deployment',
      plural: 'deployments',
      shortNames: ['deploy'],
      ...counted,
      hasScale: true,
      ...workload,
    },
    {
      kind: 'ReplicaSet',
      plural: 'replicasets',
      shortNames: ['rs'],
      ...counted,
      hasScale: true,
      ...workload,
    },
    {
      kind: 'StatefulSet',
      plural: 'statefulsets',
      shortNames: ['sts'],
      ...counted,
      hasScale: true,
      ...workload,
    },
    {
      kind: 'DaemonSet',
      plural: 'daemonsets',
      shortNames: ['ds'],
      ...counted,
      ...workload,
      defaults: defaultDaemonSet,
    },
    { kind: 'ControllerRevision', plural: 'controllerrevisions' },
  ],
  'batch/v1': [
    {
      kind: 'Job',
      plural: 'jobs',
      ...counted,
      defaults: defaultJob,
      prepare: prepareJob,
      validate: validateJob,
    },
    {
      kind: 'CronJob',
      plural: 'cronjobs',
      shortNames: ['cj'],
      ...counted,
      defaults: defaultCronJob,
      validate: validateCronJob,
    },
  ],
  'policy/v1': [
    {
      kind: 'PodDisruptionBudget',
      plural: 'poddisruptionbudgets',
      shortNames: ['pdb'],
      hasStatus: true,
      generation: true,
      validate: validateBudget,
    },
  ],
  'autoscaling/v2': [
    {
      kind: 'HorizontalPodAutoscaler',
      plural: 'horizontalpodautoscalers',
      shortNames: ['hpa'],
      hasStatus: true,
      categories: ALL,
      prepare: prepareAutoscaler,
      validate: validateAutoscaler,
    },
  ],
  'networking.k8s.io/v1': [
    {
      kind: 'NetworkPolicy',
      plural: 'networkpolicies',
      shortNames: ['netpol'],
      generation: true,
      defaults: defaultNetworkPolicy,
    },
    {
      kind: 'Ingress',
      plural: 'ingresses',
      shortNames: ['ing'],
      hasStatus: true,
      generation: true,
      validate: validateIngress,
    },
    {
      kind: 'IngressClass',
      plural: 'ingressclasses',
      cluster: true,
      defaults: defaultIngressClass,
      generation: true,
    },
  ],
  'rbac.authorization.k8s.io/v1': [
    { kind: 'Role', plural: 'roles' },
    {
      kind: 'RoleBinding',
      plural: 'rolebindings',
      defaults: defaultBinding,
      validate: validateBinding,
    },
    { kind: 'ClusterRole', plural: 'clusterroles', cluster: true },
    {
      kind: 'ClusterRoleBinding',
      plural: 'clusterrolebindings',
      cluster: true,
      defaults: defaultBinding,
      validate: validateBinding,
    },
  ],
  'storage.k8s.io/v1': [
    {
      kind: 'StorageClass',
      plural: 'storageclasses',
      shortNames: ['sc'],
      cluster: true,
      validate: validateStorageClass,
    },
  ],
  'coordination.k8s.io/v1': [{ kind: 'Lease', plural: 'leases' }],
  'discovery.k8s.io/v1': [
    {
      kind: 'EndpointSlice',
      plural: 'endpointslices',
      generation: true,
    },
  ],
  'apiextensions.k8s.io/v1': [
    {
      kind: 'CustomResourceDefinition',
      plural: 'customresourcedefinitions',
      shortNames: ['crd', 'crds'],
      categories: ['api-extensions'],
      cluster: true,
      hasStatus: true,
      generation: true,
      prepare: prepareDefinition,
      defaults: defaultDefinition,
      validate: validateDefinition,
    },
  ],
};

/** The built-in resources, in the order of discovery. */
export const BUILTIN_RESOURCES: readonly Resource[] = Object.entries(
  TABLE,
).flatMap(([groupVersion, rows]) =>
  rows.map(row => toResource(groupVersion, row)),
);

function toResource(groupVersion: string, row: Row): Resource {
  const [group, version] = groupVersion.split('/');
  const schema = builtinSchema(group, version, row.kind);
  return {
    group,
    version,
    kind: row.kind,
    plural: row.plural,
    singular: row.kind.toLowerCase(),
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    namespaced: !row.cluster,
    schema,
    hasStatus: row.hasStatus ?? false,
    hasScale: row.hasScale ?? false,
    generationOf: row.generation ? generationSource : undefined,
    zero: { ...zeroOf(schema), ...row.zero },
    defaults: row.defaults,
    prepare: row.prepare,
    validate: row.validate,
    mayChange: row.mayChange,
    finalizer: row.finalizer,
  };
}

/** What a Go struct of this type serialises to when nothing is set. */
function zeroOf(node: SchemaNode): Record<string, unknown> {
  const zero: Record<string, unknown> = {};
  if (node.kind !== 'map') return zero;
  for (const [name, field] of node.fields) {
    const child = field.node();
    if (child.kind === 'map' && field.default !== undefined)
      zero[name] = zeroOf(child);
    else if (node.required.includes(name) && child.kind !== 'scalar')
      zero[name] = null;
  }
  return zero;
}

function generationSource(object: KubeObject): unknown {
  if (object.kind === 'EndpointSlice') {
    return [object.endpoints, object.ports];
  }
  return object.spec;
}
