import { isRecord, KubeObject } from '../object';

/** Fills what the server fills in a pod template and that depends on other fields. */
export function defaultPodSpec(spec: Record<string, any> | undefined): void {
  if (!isRecord(spec)) return;
  for (const list of [spec.containers, spec.initContainers]) {
    for (const container of Array.isArray(list) ? list : []) {
      if (isRecord(container)) defaultContainer(container);
    }
  }
  for (const volume of Array.isArray(spec.volumes) ? spec.volumes : []) {
    if (!isRecord(volume)) continue;
    if (Object.keys(volume).length === 1) volume.emptyDir = {};
    const reference = volume.image?.reference;
    if (typeof reference === 'string')
      volume.image.pullPolicy ??= pullPolicyOf(reference);
  }
  if (spec.serviceAccountName && !spec.serviceAccount)
    spec.serviceAccount = spec.serviceAccountName;
  if (spec.serviceAccount && !spec.serviceAccountName)
    spec.serviceAccountName = spec.serviceAccount;
}

/** What only a Pod itself gets: requests from limits, and ports of its node. */
export function defaultPod(pod: KubeObject): void {
  const { spec } = pod;
  if (!isRecord(spec)) return;
  defaultPodSpec(spec);
  for (const container of [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
  ]) {
    if (spec.hostNetwork) {
      for (const port of container.ports ?? [])
        port.hostPort ??= port.containerPort;
    }
    const limits = container.resources?.limits;
    if (!limits) continue;
    container.resources.requests = {
      ...limits,
      ...container.resources.requests,
    };
  }
}

/** Tag `latest` or none is always pulled. */
export function defaultContainer(container: Record<string, any>): void {
  if (!container.imagePullPolicy && typeof container.image === 'string') {
    container.imagePullPolicy = pullPolicyOf(container.image);
  }
}

function pullPolicyOf(image: string): string {
  const name = image.split('/').pop() ?? '';
  const tag = name.includes('@') ? 'digest' : name.split(':')[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}
