import { clone, isRecord, KubeObject } from '../object';
import { TYPE_DEFAULTS } from '../schema/recordedDefaults';
import { StatusCause } from '../status';
import { defaultPodSpec } from './podDefaults';
import { required, validatePodTemplate } from './validation';

const APPS = 'io.k8s.api.apps.v1';
/** How a kind rolls out when its strategy says no more than that it does. */
const ROLLING: Readonly<Record<string, object>> = {
  Deployment: TYPE_DEFAULTS[`${APPS}.RollingUpdateDeployment`],
  DaemonSet: TYPE_DEFAULTS[`${APPS}.RollingUpdateDaemonSet`],
};

/** Defaults of Deployment, StatefulSet, DaemonSet and ReplicaSet that depend on other fields. */
export function defaultWorkload(object: KubeObject): void {
  const { spec } = object;
  if (!isRecord(spec)) return;
  defaultPodSpec(spec.template?.spec);
  const strategy = spec.strategy ?? spec.updateStrategy;
  if (isRecord(strategy)) {
    const rolling = ROLLING[object.kind];
    if (strategy.type === 'RollingUpdate' && rolling) {
      strategy.rollingUpdate ??= clone(rolling);
    }
  }
}

/** A DaemonSet counts its templates in an annotation of old. */
export function defaultDaemonSet(object: KubeObject): void {
  defaultWorkload(object);
  const key = 'deprecated.daemonset.template.generation';
  object.metadata.annotations = { [key]: '1', ...object.metadata.annotations };
}

/** What the server refuses in Deployment, StatefulSet, DaemonSet and ReplicaSet. */
export function validateWorkload(object: KubeObject): StatusCause[] {
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
