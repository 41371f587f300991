import { KubeObject } from '../object';
import { quantityValue } from '../schema/quantity';
import { forbidden } from '../status';
import { AdmissionRequest } from './request';

/** Containers without requests or limits get those of the namespace's LimitRanges. */
export function applyLimitRanges({
  object,
  resource,
  operation,
  options,
}: AdmissionRequest): void {
  if (resource.kind !== 'Pod' || operation !== 'CREATE') return;
  const ranges = options.cluster.storage.list(
    'limitranges',
    object.metadata.namespace,
  );
  for (const range of ranges) {
    for (const item of range.spec?.limits ?? []) {
      if (item.type === 'Container') fillContainers(object, item);
    }
  }
}

/** Refuses containers and claims outside the bounds. */
export function checkLimitRanges({
  object,
  resource,
  operation,
  options,
}: AdmissionRequest): void {
  if (operation !== 'CREATE') return;
  const ranges = options.cluster.storage.list(
    'limitranges',
    object.metadata.namespace,
  );
  const problems = ranges.flatMap(range =>
    (range.spec?.limits ?? []).flatMap((item: any) => problemsOf(object, item)),
  );
  if (problems.length === 0) return;
  const text = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
  throw forbidden({ ...resource, name: object.metadata.name }, text);
}

function fillContainers(pod: KubeObject, item: any): void {
  const notes: string[] = [];
  for (const container of pod.spec?.containers ?? []) {
    container.resources ??= {};
    const requests = Object.keys(item.defaultRequest ?? {}).filter(
      name =>
        container.resources.requests?.[name] === undefined &&
        container.resources.limits?.[name] === undefined,
    );
    const limits = Object.keys(item.default ?? {}).filter(
      name => container.resources.limits?.[name] === undefined,
    );
    for (const name of requests) {
      container.resources.requests = {
        ...container.resources.requests,
        [name]: item.defaultRequest[name],
      };
    }
    for (const name of limits) {
      container.resources.limits = {
        ...container.resources.limits,
        [name]: item.default[name],
      };
    }
    if (requests.length)
      notes.push(
        `${requests.sort().join(', ')} request for container ${container.name}`,
      );
    if (limits.length)
      notes.push(
        `${limits.sort().join(', ')} limit for container ${container.name}`,
      );
  }
  if (notes.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}`,
  };
}

function problemsOf(object: KubeObject, item: any): string[] {
  if (item.type === 'Container' && object.kind === 'Pod') {
    return (object.spec?.containers ?? []).flatMap((container: any) =>
      boundsOf('Container', item, container.resources ?? {}),
    );
  }
  if (
    item.type === 'PersistentVolumeClaim' &&
    object.kind === 'PersistentVolumeClaim'
  ) {
    return boundsOf(
      'PersistentVolumeClaim',
      item,
      object.spec?.resources ?? {},
    );
  }
  return [];
}

function boundsOf(type: string, item: any, resources: any): string[] {
  const problems: string[] = [];
  for (const [name, max] of Object.entries<string>(item.max ?? {})) {
    const used =
      type === 'Container'
        ? resources.limits?.[name]
        : resources.requests?.[name];
    if (used === undefined) {
      problems.push(
        `maximum ${name} usage per ${type} is ${max}.  No limit is specified`,
      );
    } else if (quantityValue(used) > quantityValue(max)) {
      problems.push(
        `maximum ${name} usage per ${type} is ${max}, but ${
          type === 'Container' ? 'limit' : 'request'
        } is ${used}`,
      );
    }
  }
  for (const [name, min] of Object.entries<string>(item.min ?? {})) {
    const used = resources.requests?.[name];
    if (used === undefined) {
      problems.push(
        `minimum ${name} usage per ${type} is ${min}.  No request is specified`,
      );
    } else if (quantityValue(used) < quantityValue(min)) {
      problems.push(
        `minimum ${name} usage per ${type} is ${min}, but request is ${used}`,
      );
    }
  }
  return problems;
}
