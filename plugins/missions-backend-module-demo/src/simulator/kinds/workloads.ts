import { isRecord, KubeObject, sameJson } from '../object';
import { StatusCause } from '../status';
import { KindContext } from './resource';
import { defaultPodSpec } from './podDefaults';
import { immutable, required, validatePodTemplate } from './validation';

const ROLLING_DEFAULTS: Record<string, Record<string, unknown>> = {
  Deployment: { maxUnavailable: '25%', maxSurge: '25%' },
  DaemonSet: { maxUnavailable: 1, maxSurge: 0 },
  StatefulSet: { partition: 0 },
};

/** Defaults of Deployment, StatefulSet, DaemonSet and ReplicaSet that depend on other fields. */
export function defaultWorkload(object: KubeObject): void {
  const { spec } = object;
  if (!isRecord(spec)) return;
  defaultPodSpec(spec.template?.spec);
  const strategy = spec.strategy ?? spec.updateStrategy;
  if (isRecord(strategy)) {
    strategy.type ??= 'RollingUpdate';
    const rolling = ROLLING_DEFAULTS[object.kind];
    if (strategy.type === 'RollingUpdate' && rolling) {
      strategy.rollingUpdate = { ...rolling, ...strategy.rollingUpdate };
    }
  }
  for (const claim of spec.volumeClaimTemplates ?? []) {
    claim.apiVersion ??= 'v1';
    claim.kind ??= 'PersistentVolumeClaim';
    claim.status = { phase: 'Pending', ...claim.status };
  }
}

/** A DaemonSet counts its templates in an annotation of old. */
export function defaultDaemonSet(object: KubeObject): void {
  defaultWorkload(object);
  const key = 'deprecated.daemonset.template.generation';
  object.metadata.annotations = { [key]: '1', ...object.metadata.annotations };
}

/** What the server refuses in Deployment, StatefulSet, DaemonSet and ReplicaSet. */
export function validateWorkload(
  object: KubeObject,
  { live }: KindContext,
): StatusCause[] {
  const spec = object.spec ?? {};
  const causes: StatusCause[] = [];
  if (!spec.selector) causes.push(required('spec.selector'));
  else if (!selectorMatches(spec.selector, spec.template?.metadata?.labels)) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(
        spec.template?.metadata?.labels ?? null,
      )}: \`selector\` does not match template \`labels\``,
      field: 'spec.template.metadata.labels',
    });
  }
  if (typeof spec.replicas === 'number' && spec.replicas < 0) {
    causes.push({
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${spec.replicas}: must be greater than or equal to 0`,
      field: 'spec.replicas',
    });
  }
  const claims = (spec.volumeClaimTemplates ?? []).map(
    (claim: any) => claim.metadata?.name,
  );
  causes.push(...validatePodTemplate(spec.template, 'spec.template', claims));
  const strategy = spec.strategy;
  if (strategy?.type === 'Recreate' && strategy.rollingUpdate) {
    causes.push({
      reason: 'FieldValueForbidden',
      message:
        "Forbidden: may not be specified when strategy `type` is 'Recreate'",
      field: 'spec.strategy.rollingUpdate',
    });
  }
  if (live) causes.push(...immutable(object, live, ['spec', 'selector']));
  if (live && object.kind === 'StatefulSet') {
    const changed = [
      'serviceName',
      'podManagementPolicy',
      'volumeClaimTemplates',
    ].some(field => !sameJson(object.spec[field], live.spec[field]));
    if (changed) {
      causes.push({
        reason: 'FieldValueForbidden',
        message:
          "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        field: 'spec',
      });
    }
  }
  return causes;
}

/** Does a LabelSelector select these labels? An empty selector selects everything. */
export function selectorMatches(
  selector: Record<string, any> | undefined,
  labels: Record<string, string> | undefined,
): boolean {
  if (!selector) return false;
  const own = labels ?? {};
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (own[key] !== value) return false;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ??
    []) {
    if (operator === 'In' && !values.includes(own[key])) return false;
    if (operator === 'NotIn' && key in own && values.includes(own[key]))
      return false;
    if (operator === 'Exists' && !(key in own)) return false;
    if (operator === 'DoesNotExist' && key in own) return false;
  }
  return true;
}
