import { isRecord, KubeObject } from '../object';
import { StatusCause } from '../status';
import { KindContext } from './resource';
import { invalidValue, required } from './validation';

/** Policy types follow from the rules that are there. */
export function defaultNetworkPolicy(policy: KubeObject): void {
  const { spec } = policy;
  if (!isRecord(spec) || spec.policyTypes?.length) return;
  spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** An autoscaler's first status. */
export function prepareAutoscaler(
  autoscaler: KubeObject,
  { live }: KindContext,
): void {
  if (!live) autoscaler.status = { desiredReplicas: 0, currentMetrics: null };
}

/** An autoscaler needs a maximum that is not below its minimum. */
export function validateAutoscaler(autoscaler: KubeObject): StatusCause[] {
  const { maxReplicas, minReplicas = 1 } = autoscaler.spec ?? {};
  if (!(maxReplicas > 0))
    return [
      invalidValue(
        'spec.maxReplicas',
        maxReplicas ?? 0,
        'must be greater than 0',
      ),
    ];
  if (maxReplicas >= minReplicas) return [];
  return [
    invalidValue(
      'spec.maxReplicas',
      maxReplicas,
      'must be greater than or equal to `minReplicas`',
    ),
  ];
}

/** Subjects get their API group, but for accounts. */
export function defaultBinding(binding: KubeObject): void {
  for (const subject of binding.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') {
      subject.apiGroup ??= 'rbac.authorization.k8s.io';
    }
  }
}

/** A binding refers to a role. */
export function validateBinding(binding: KubeObject): StatusCause[] {
  return binding.roleRef?.name ? [] : [required('roleRef.name')];
}

/** A storage class has a provisioner. */
export function validateStorageClass(storageClass: KubeObject): StatusCause[] {
  return storageClass.provisioner ? [] : [required('provisioner')];
}

/** Budgets take one of the two bounds. */
export function validateBudget(budget: KubeObject): StatusCause[] {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  if (minAvailable === undefined || maxUnavailable === undefined) return [];
  return [
    invalidValue(
      'spec',
      { minAvailable, maxUnavailable },
      'minAvailable and maxUnavailable cannot be both set',
    ),
  ];
}

/** The lists of a quota's limits start as its status. */
export function prepareQuota(quota: KubeObject, { live }: KindContext): void {
  if (!live) quota.status ??= {};
}

/** What an Event says of what nobody set. */
export const UNSET_EVENT = {
  eventTime: null,
  reportingComponent: '',
  reportingInstance: '',
} as const;

/** Unlike most fields, these are written when they are empty. */
export function defaultEvent(event: KubeObject): void {
  for (const [name, value] of Object.entries(UNSET_EVENT)) {
    event[name] ??= value;
  }
}

/** Limits of containers imply default requests. */
export function defaultLimitRange(range: KubeObject): void {
  for (const item of range.spec?.limits ?? []) {
    if (item.type !== 'Container') continue;
    if (item.max) item.default = { ...item.max, ...item.default };
    if (item.default)
      item.defaultRequest = { ...item.default, ...item.defaultRequest };
    if (item.min) item.defaultRequest = { ...item.min, ...item.defaultRequest };
  }
}

/** A node starts without pods. */
export function defaultNode(node: KubeObject): void {
  node.spec ??= {};
}

/** A volume starts Available once its controller has seen it. */
export function prepareVolume(
  volume: KubeObject,
  { live, now }: KindContext,
): void {
  if (!live) {
    volume.status = {
      phase: 'Pending',
      lastPhaseTransitionTime: now,
      ...volume.status,
    };
  }
}

/** A port of endpoints speaks TCP unless it says otherwise. */
export function defaultEndpoints(endpoints: KubeObject): void {
  for (const subset of endpoints.subsets ?? []) {
    for (const port of subset.ports ?? []) port.protocol ??= 'TCP';
  }
}

/** Parameters of an ingress class lie in the cluster unless they say otherwise. */
export function defaultIngressClass(ingressClass: KubeObject): void {
  const parameters = ingressClass.spec?.parameters;
  if (parameters) parameters.scope ??= 'Cluster';
}

/** An ingress rule's path has a type. */
export function validateIngress(ingress: KubeObject): StatusCause[] {
  const rules: any[] = ingress.spec?.rules ?? [];
  if (!ingress.spec?.defaultBackend && rules.length === 0) {
    return [
      invalidValue(
        'spec',
        ingress.spec ?? {},
        'either `defaultBackend` or `rules` must be specified',
      ),
    ];
  }
  return rules.flatMap((rule, r) =>
    (rule.http?.paths ?? []).flatMap((path: any, p: number) =>
      path.pathType
        ? []
        : [
            required(
              `spec.rules[${r}].http.paths[${p}].pathType`,
              'pathType must be specified',
            ),
          ],
    ),
  );
}
