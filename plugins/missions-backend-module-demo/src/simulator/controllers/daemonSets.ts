import { KubeObject } from '../object';
import { ControllerContext } from './controller';
import { shortHash } from './hash';
import { createPodOf } from './podTemplate';
import { isOver, podsOf } from './replicaSets';
import { ensureRevision } from './statefulSets';
import { isReady } from './podStatus';

const HASH = 'controller-revision-hash';

/** Keeps one pod of a DaemonSet on every node that its template selects. */
export function reconcileDaemonSet(
  context: ControllerContext,
  set: KubeObject,
): void {
  if (set.metadata.deletionTimestamp) return;
  const hash = shortHash(set.spec.template);
  ensureRevision(context, set, `${set.metadata.name}-${hash}`);
  const selector: Record<string, string> =
    set.spec.template?.spec?.nodeSelector ?? {};
  const nodes = context
    .list('nodes')
    .filter(node =>
      Object.entries(selector).every(
        ([key, value]) => node.metadata.labels?.[key] === value,
      ),
    );
  const pods = podsOf(context, set).filter(pod => !isOver(pod));
  for (const node of nodes) {
    if (pods.some(pod => pod.spec.nodeName === node.metadata.name)) continue;
    createPodOf(context, set, set.spec.template, {
      component: 'daemonset-controller',
      labels: {
        [HASH]: hash,
        'pod-template-generation': String(set.metadata.generation ?? 1),
      },
      change: pod => {
        pod.spec.nodeName = node.metadata.name;
      },
    });
  }
  const names = new Set(nodes.map(node => node.metadata.name));
  for (const pod of pods.filter(item => !names.has(item.spec.nodeName)))
    context.delete(pod);
  const stale = pods.filter(
    pod =>
      pod.metadata.labels?.[HASH] !== hash && !pod.metadata.deletionTimestamp,
  );
  const fresh = pods.filter(pod => !stale.includes(pod));
  if (
    stale.length > 0 &&
    set.spec.updateStrategy?.type !== 'OnDelete' &&
    fresh.every(isReady)
  ) {
    context.delete(stale[0]);
  }
  const ready = pods.filter(isReady).length;
  context.updateStatus(set, draft => {
    draft.status = {
      currentNumberScheduled: pods.length,
      desiredNumberScheduled: nodes.length,
      ...(ready ? { numberAvailable: ready } : {}),
      numberMisscheduled: 0,
      numberReady: ready,
      ...(nodes.length > ready
        ? { numberUnavailable: nodes.length - ready }
        : {}),
      observedGeneration: draft.metadata.generation,
      ...(fresh.length ? { updatedNumberScheduled: fresh.length } : {}),
    };
  });
}
