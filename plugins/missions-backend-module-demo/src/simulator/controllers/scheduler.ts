import { KubeObject } from '../object';
import { quantityValue } from '../schema/quantity';
import { behaviourOf } from './behaviour';
import { ControllerContext } from './controller';
import { recordEvent } from './events';
import { conditionOf, setCondition } from './podStatus';

/** Why a node takes no pod, and whether it could if other pods left it. */
interface Refusal {
  readonly text: string;
  readonly occupied?: boolean;
}

const OCCUPIED: Refusal = { text: 'Insufficient cpu', occupied: true };

/** Gives a pod a node, or says why none fits. True when it has one. */
export function schedule(context: ControllerContext, pod: KubeObject): boolean {
  const nodes = context.list('nodes');
  const verdicts = nodes.map(node => ({
    node,
    refusal: refusalOf(context, pod, node),
  }));
  const unscripted =
    behaviourOf(pod, pod.spec.containers[0]?.image ?? '').kind !==
    'unschedulable';
  const fit = verdicts.filter(({ refusal }) => !refusal && unscripted);
  const pending = pendingClaim(context, pod);
  const now = context.cluster.timestamp();
  if (fit.length === 0 || pending) {
    const message =
      pending ?? failure(verdicts.map(({ refusal }) => refusal ?? OCCUPIED));
    const known = conditionOf(pod, 'PodScheduled');
    if (known?.status === 'False' && known.message === message) return false;
    context.updateStatus(
      pod,
      draft =>
        setCondition(
          draft,
          {
            type: 'PodScheduled',
            status: 'False',
            lastProbeTime: null,
            reason: 'Unschedulable',
            message,
            observedGeneration: pod.metadata.generation,
          },
          now,
        ),
      'kube-scheduler',
    );
    recordEvent(
      context,
      pod,
      'Warning',
      'FailedScheduling',
      message,
      'default-scheduler',
    );
    return false;
  }
  const busy = (node: KubeObject) =>
    context
      .list('pods')
      .filter(other => other.spec.nodeName === node.metadata.name).length;
  const [{ node }] = fit.sort((a, b) => busy(a.node) - busy(b.node));
  const { namespace = '', name } = pod.metadata;
  const bound = structuredClone(pod);
  bound.spec.nodeName = node.metadata.name;
  setCondition(
    bound,
    { type: 'PodScheduled', status: 'True', lastProbeTime: null },
    now,
  );
  context.cluster.storage.put('pods', bound);
  recordEvent(
    context,
    pod,
    'Normal',
    'Scheduled',
    `Successfully assigned ${namespace}/${name} to ${node.metadata.name}`,
    'default-scheduler',
  );
  return true;
}

/** Sum of the requests of a pod's containers. */
export function podRequest(pod: KubeObject, name: string): number {
  return (pod.spec?.containers ?? []).reduce(
    (sum: number, container: any) =>
      sum + quantityValue(container.resources?.requests?.[name]),
    0,
  );
}

function refusalOf(
  context: ControllerContext,
  pod: KubeObject,
  node: KubeObject,
): Refusal | undefined {
  if (node.spec?.unschedulable) return { text: 'node(s) were unschedulable' };
  const selector: Record<string, string> = pod.spec.nodeSelector ?? {};
  if (
    Object.entries(selector).some(
      ([key, value]) => node.metadata.labels?.[key] !== value,
    )
  ) {
    return { text: "node(s) didn't match Pod's node affinity/selector" };
  }
  const tolerations: any[] = pod.spec.tolerations ?? [];
  const taint = (node.spec?.taints ?? []).find(
    (item: any) =>
      item.effect !== 'PreferNoSchedule' &&
      !tolerations.some(
        t =>
          (!t.key || t.key === item.key) &&
          (t.operator === 'Exists' || t.value === item.value),
      ),
  );
  if (taint) return { text: 'node(s) had untolerated taint(s)' };
  const others = context
    .list('pods')
    .filter(
      other =>
        other.spec.nodeName === node.metadata.name &&
        !['Succeeded', 'Failed'].includes(other.status?.phase),
    );
  for (const name of ['cpu', 'memory']) {
    const used = others.reduce(
      (sum, other) => sum + podRequest(other, name),
      0,
    );
    const asked = podRequest(pod, name);
    const allocatable = node.status?.allocatable?.[name];
    const whole = quantityValue(allocatable);
    if (allocatable && used + asked > whole)
      return { text: `Insufficient ${name}`, occupied: asked <= whole };
  }
  return undefined;
}

function pendingClaim(
  context: ControllerContext,
  pod: KubeObject,
): string | undefined {
  for (const volume of pod.spec.volumes ?? []) {
    const name = volume.persistentVolumeClaim?.claimName;
    if (!name) continue;
    const claim = context.get(
      'persistentvolumeclaims',
      pod.metadata.namespace!,
      name,
    );
    if (!claim) return `persistentvolumeclaim "${name}" not found`;
    if (claim.status?.phase === 'Bound') continue;
    const storageClass = context.get(
      'storageclasses.storage.k8s.io',
      '',
      claim.spec.storageClassName ?? '',
    );
    if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer') continue;
    return '0/0 nodes are available: pod has unbound immediate PersistentVolumeClaims.';
  }
  return undefined;
}

function failure(refusals: readonly Refusal[]): string {
  const among = `0/${refusals.length} nodes are available`;
  const reasons = countedOf(refusals.map(({ text }) => text));
  const preemption = countedOf(
    refusals.map(({ occupied }) =>
      occupied
        ? 'No preemption victims found for incoming pod'
        : 'Preemption is not helpful for scheduling',
    ),
  );
  return refusals.length === 0
    ? 'no nodes available to schedule pods'
    : `${among}: ${reasons}. no new claims to deallocate, preemption: ${among}: ${preemption}.`;
}

/** `2 this, 1 that`. */
function countedOf(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => `${count} ${text}`)
    .sort()
    .join(', ');
}
