import { KubeObject } from '../object';
import { forbidden } from '../status';
import { podSecurityProblems, PodSecurityLevel } from './podSecurityRules';
import { AdmissionRequest } from './request';

const PREFIX = 'pod-security.kubernetes.io/';
const TEMPLATED = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);

/**
 * Pod Security admission by the namespace's labels: pods are refused
 * (`enforce`), pods and workloads are warned of (`warn`).
 */
export function checkPodSecurity({
  object,
  live,
  resource,
  options,
}: AdmissionRequest): void {
  const isPod = resource.kind === 'Pod';
  if (!isPod && !TEMPLATED.has(resource.kind)) return;
  if (isPod && live) return;
  const namespace = options.cluster.get(
    'namespaces',
    '',
    object.metadata.namespace ?? '',
  );
  const labels = namespace?.metadata.labels ?? {};
  const template = templateOf(object);
  if (!template) return;
  if (isPod) {
    const problems = problemsAt(labels, 'enforce', template);
    if (problems) {
      throw forbidden(
        { ...resource, name: object.metadata.name },
        `violates PodSecurity ${problems}`,
      );
    }
  }
  const warnings =
    problemsAt(labels, 'warn', template) ??
    (isPod ? undefined : problemsAt(labels, 'enforce', template));
  if (warnings) options.warn(`would violate PodSecurity ${warnings}`);
}

function problemsAt(
  labels: Record<string, string>,
  mode: string,
  template: any,
): string | undefined {
  const level = labels[PREFIX + mode] as PodSecurityLevel | undefined;
  if (level !== 'baseline' && level !== 'restricted') return undefined;
  const version = labels[`${PREFIX}${mode}-version`] ?? 'latest';
  const problems = podSecurityProblems(template, level);
  return problems.length > 0
    ? `"${level}:${version}": ${problems.join(', ')}`
    : undefined;
}

function templateOf(object: KubeObject): any {
  if (object.kind === 'Pod') return object;
  if (object.kind === 'CronJob')
    return object.spec?.jobTemplate?.spec?.template;
  return object.spec?.template;
}
