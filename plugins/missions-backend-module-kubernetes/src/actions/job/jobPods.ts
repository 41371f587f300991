import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type {
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { failedContainer } from '../../culprit';
import { refOf } from '../../objects';

/** The container that runs the program; admission may add others. */
export const MAIN = 'main';

/** The pods that a Job made, oldest first: anybody can give a pod its label. */
export async function podsOfJob(
  ctx: Pick<RunContext<{ namespace: string }>, 'cluster' | 'input' | 'signal'>,
  job: KubernetesObject,
): Promise<KubernetesObject[]> {
  const namespace = encodeURIComponent(ctx.input.namespace);
  const { items } = await ctx.cluster.list(
    `/api/v1/namespaces/${namespace}/pods`,
    {
      labelSelector: `batch.kubernetes.io/job-name=${job.metadata?.name}`,
      signal: ctx.signal,
    },
  );
  return oldestFirst(items.filter(pod => isOf(pod, job)));
}

function isOf({ metadata }: KubernetesObject, job: KubernetesObject): boolean {
  const owners = (metadata?.ownerReferences ?? []) as { uid?: string }[];
  return owners.some(({ uid }) => uid === job.metadata?.uid);
}

/** In the order in which they were made; the list is by name. */
export function oldestFirst(
  pods: readonly KubernetesObject[],
): KubernetesObject[] {
  const madeAt = ({ metadata }: KubernetesObject) =>
    Date.parse(metadata?.creationTimestamp ?? '') || 0;
  return [...pods].sort((one, other) => madeAt(one) - madeAt(other));
}

/** Whether the program of a pod runs or ran. */
export function hasStarted(pod: KubernetesObject): boolean {
  const state = stateOf(pod);
  return Boolean(state?.running || state?.terminated);
}

/** The newest pod that did not end well or cannot start. */
export function failingPod(
  pods: readonly KubernetesObject[],
): ObjectRef | undefined {
  const pod = pods.findLast(item => failedContainer(item));
  return pod && refOf({ apiVersion: 'v1', kind: 'Pod', ...pod });
}

/** Exit code of the program in the newest pod where it ended. */
export function exitCodeOf(pods: readonly KubernetesObject[]): number | null {
  const ended = pods.map(pod => stateOf(pod)?.terminated).filter(Boolean);
  return ended[ended.length - 1]?.exitCode ?? null;
}

/** How the program failed, in each pod where it did. */
export function terminations(pods: readonly KubernetesObject[]): string[] {
  return pods.flatMap(pod => {
    const ended = stateOf(pod)?.terminated;
    return ended && ended.exitCode !== 0
      ? [`${pod.metadata?.name} ended with ${ended.exitCode} (${ended.reason})`]
      : [];
  });
}

function stateOf(pod: KubernetesObject): any {
  const statuses: any[] = pod.status?.containerStatuses ?? [];
  return statuses.find(({ name }) => name === MAIN)?.state;
}
