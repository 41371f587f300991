import { KubeObject } from '../object';
import { controllerReference, ControllerContext } from './controller';
import { shortHash } from './hash';
import { createPodOf } from './podTemplate';
import { podsOf } from './replicaSets';
import { isReady } from './podStatus';

const COMPONENT = 'statefulset-controller';
const REVISION_LABEL = 'controller-revision-hash';

/** Creates, updates and removes a StatefulSet's pods in the order of their numbers. */
export function reconcileStatefulSet(
  context: ControllerContext,
  set: KubeObject,
): void {
  if (set.metadata.deletionTimestamp) return;
  const revision = `${set.metadata.name}-${shortHash(set.spec.template)}`;
  const wanted: number = set.spec.replicas ?? 1;
  const pods = podsOf(context, set);
  const byNumber = new Map(pods.map(pod => [numberOf(pod), pod] as const));
  const parallel = set.spec.podManagementPolicy === 'Parallel';
  const settled = pods.every(pod => isReady(pod));
  ensureRevision(context, set, revision);
  for (let i = 0; i < wanted; i += 1) {
    const pod = byNumber.get(i);
    if (!pod) createPod(context, set, i, revision);
    if ((!pod || !isReady(pod)) && !parallel) break;
  }
  const highest = Math.max(-1, ...byNumber.keys());
  if (highest >= wanted && (settled || parallel))
    context.delete(byNumber.get(highest)!);
  else if (set.spec.updateStrategy?.type !== 'OnDelete') {
    const partition: number =
      set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
    const stale = [...byNumber]
      .filter(
        ([i, pod]) =>
          i >= partition &&
          i < wanted &&
          pod.metadata.labels?.[REVISION_LABEL] !== revision,
      )
      .sort(([a], [b]) => b - a);
    const others = pods.filter(pod => pod !== stale[0]?.[1]);
    if (stale.length > 0 && others.every(isReady)) context.delete(stale[0][1]);
  }
  writeStatus(context, set, revision, pods);
}

function createPod(
  context: ControllerContext,
  set: KubeObject,
  i: number,
  revision: string,
): void {
  const name = `${set.metadata.name}-${i}`;
  const claims: any[] = set.spec.volumeClaimTemplates ?? [];
  for (const claim of claims) {
    const claimName = `${claim.metadata.name}-${name}`;
    if (
      context.get('persistentvolumeclaims', set.metadata.namespace!, claimName)
    )
      continue;
    context.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claimName,
        namespace: set.metadata.namespace,
        labels: set.spec.selector.matchLabels,
      },
      spec: structuredClone(claim.spec),
    });
  }
  createPodOf(context, set, set.spec.template, {
    name,
    component: COMPONENT,
    labels: {
      'apps.kubernetes.io/pod-index': String(i),
      'statefulset.kubernetes.io/pod-name': name,
      [REVISION_LABEL]: revision,
    },
    change: pod => {
      pod.spec.hostname = name;
      if (set.spec.serviceName) pod.spec.subdomain = set.spec.serviceName;
      const names = new Set(claims.map(claim => claim.metadata.name));
      const volumes = (pod.spec.volumes ?? []).filter(
        (volume: any) => !names.has(volume.name),
      );
      for (const claim of claims) {
        volumes.push({
          name: claim.metadata.name,
          persistentVolumeClaim: {
            claimName: `${claim.metadata.name}-${name}`,
          },
        });
      }
      if (volumes.length > 0) pod.spec.volumes = volumes;
    },
  });
}

function writeStatus(
  context: ControllerContext,
  set: KubeObject,
  revision: string,
  pods: KubeObject[],
): void {
  const ready = pods.filter(isReady).length;
  const updated = pods.filter(
    pod => pod.metadata.labels?.[REVISION_LABEL] === revision,
  ).length;
  context.updateStatus(set, draft => {
    const done = updated === (set.spec.replicas ?? 1) && ready === updated;
    const before = draft.status?.currentRevision;
    const currentRevision = done || !before ? revision : before;
    const current = pods.filter(
      pod => pod.metadata.labels?.[REVISION_LABEL] === currentRevision,
    ).length;
    draft.status = {
      availableReplicas: ready,
      collisionCount: 0,
      ...(current ? { currentReplicas: current } : {}),
      currentRevision,
      observedGeneration: draft.metadata.generation,
      ...(ready ? { readyReplicas: ready } : {}),
      replicas: pods.length,
      updateRevision: revision,
      ...(updated ? { updatedReplicas: updated } : {}),
    };
  });
}

function numberOf(pod: KubeObject): number {
  return Number(
    pod.metadata.name.slice(pod.metadata.name.lastIndexOf('-') + 1),
  );
}

/** The ControllerRevision of a StatefulSet's or DaemonSet's template. */
export function ensureRevision(
  context: ControllerContext,
  owner: KubeObject,
  name: string,
): void {
  const { namespace = '' } = owner.metadata;
  if (context.get('controllerrevisions.apps', namespace, name)) return;
  const own = context
    .list('controllerrevisions.apps', namespace)
    .filter(
      item => item.metadata.ownerReferences?.[0]?.uid === owner.metadata.uid,
    );
  context.create({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace,
      labels: {
        ...owner.spec.template?.metadata?.labels,
        [REVISION_LABEL]: name,
      },
      ownerReferences: [controllerReference(owner)],
    },
    revision: own.length + 1,
    data: { spec: { template: { ...owner.spec.template, $patch: 'replace' } } },
  });
}
