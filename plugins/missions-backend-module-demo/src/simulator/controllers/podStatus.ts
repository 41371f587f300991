import { KubeObject } from '../object';

/** Sets a condition; its transition time moves only when the status changes. */
export function setCondition(
  object: KubeObject,
  condition: Record<string, any>,
  now: string,
): void {
  object.status ??= {};
  const list: any[] = object.status.conditions ?? [];
  const at = list.findIndex(item => item.type === condition.type);
  const before = at >= 0 ? list[at] : undefined;
  const next = {
    ...condition,
    lastTransitionTime:
      before?.status === condition.status
        ? before?.lastTransitionTime ?? now
        : now,
  };
  if (at >= 0) list[at] = next;
  else list.push(next);
  object.status.conditions = list;
}

/** The condition of a type, if there is one. */
export function conditionOf(object: KubeObject, type: string): any {
  return (object.status?.conditions ?? []).find(
    (item: any) => item.type === type,
  );
}

/** Status `True` of a condition. */
export function hasCondition(object: KubeObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}

/** Writes the pod conditions that follow from readiness. */
export function setReadiness(
  pod: KubeObject,
  ready: boolean,
  now: string,
): void {
  const status = ready ? 'True' : 'False';
  const names = pod.spec.containers.map((item: any) => item.name).join(' ');
  const why = ready
    ? {}
    : {
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${names}]`,
      };
  setCondition(
    pod,
    { type: 'PodReadyToStartContainers', status: 'True', lastProbeTime: null },
    now,
  );
  setCondition(
    pod,
    { type: 'Initialized', status: 'True', lastProbeTime: null },
    now,
  );
  setCondition(
    pod,
    { type: 'Ready', status, lastProbeTime: null, ...why },
    now,
  );
  setCondition(
    pod,
    { type: 'ContainersReady', status, lastProbeTime: null, ...why },
    now,
  );
}

/** Is a pod Ready and not being deleted? */
export function isReady(pod: KubeObject): boolean {
  const ready = (pod.status?.conditions ?? []).some(
    (condition: any) =>
      condition.type === 'Ready' && condition.status === 'True',
  );
  return ready && !pod.metadata.deletionTimestamp;
}
