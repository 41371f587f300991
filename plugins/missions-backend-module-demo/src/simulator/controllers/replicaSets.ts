import { selectorMatches } from '../kinds/workloads';
import { KubeObject } from '../object';
import { ControllerContext, isControlledBy } from './controller';
import { recordEvent } from './events';
import { createPodOf } from './podTemplate';
import { isReady } from './podStatus';

const COMPONENT = 'replicaset-controller';

/** Keeps the number of a ReplicaSet's pods, and its status. */
export function reconcileReplicaSet(
  context: ControllerContext,
  replicaSet: KubeObject,
): void {
  if (replicaSet.metadata.deletionTimestamp) return;
  const all = podsOf(context, replicaSet);
  const pods = all.filter(
    pod => !pod.metadata.deletionTimestamp && !isOver(pod),
  );
  const wanted: number = replicaSet.spec.replicas ?? 1;
  let failure: string | undefined;
  for (let i = pods.length; i < wanted; i += 1) {
    const created = createPodOf(context, replicaSet, replicaSet.spec.template, {
      component: COMPONENT,
    });
    if (!created) {
      failure = 'FailedCreate';
      break;
    }
  }
  const surplus = pods
    .slice()
    .sort((a, b) => Number(isReady(a)) - Number(isReady(b)))
    .slice(0, Math.max(0, pods.length - wanted));
  for (const pod of surplus) {
    context.delete(pod);
    recordEvent(
      context,
      replicaSet,
      'Normal',
      'SuccessfulDelete',
      `Deleted pod: ${pod.metadata.name}`,
      COMPONENT,
    );
  }
  writeStatus(context, replicaSet, failure);
}

/** The pods that a controller owns. */
export function podsOf(
  context: ControllerContext,
  owner: KubeObject,
): KubeObject[] {
  return context
    .list('pods', owner.metadata.namespace)
    .filter(
      pod =>
        isControlledBy(pod, owner) &&
        selectorMatches(owner.spec.selector, pod.metadata.labels),
    );
}

/** Has a pod ended? */
export function isOver(pod: KubeObject): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function writeStatus(
  context: ControllerContext,
  replicaSet: KubeObject,
  failure: string | undefined,
): void {
  const pods = podsOf(context, replicaSet).filter(
    pod => !pod.metadata.deletionTimestamp && !isOver(pod),
  );
  const terminatingReplicas = podsOf(context, replicaSet).filter(
    pod => pod.metadata.deletionTimestamp,
  ).length;
  const readyReplicas = pods.filter(isReady).length;
  const now = context.cluster.timestamp();
  context.updateStatus(replicaSet, draft => {
    const before = draft.status?.conditions?.find(
      (item: any) => item.type === 'ReplicaFailure',
    );
    draft.status = {
      replicas: pods.length,
      terminatingReplicas,
      ...(pods.length ? { fullyLabeledReplicas: pods.length } : {}),
      ...(readyReplicas
        ? { readyReplicas, availableReplicas: readyReplicas }
        : {}),
      observedGeneration: draft.metadata.generation,
      ...(failure
        ? {
            conditions: [
              before ?? {
                type: 'ReplicaFailure',
                status: 'True',
                reason: failure,
                lastTransitionTime: now,
                message: 'pods cannot be created, see events',
              },
            ],
          }
        : {}),
    };
  });
}
