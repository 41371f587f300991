import {
  isMissionError,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { readObject } from '../objects';
import { Deadline, isStepTimeout, pause, timeIsUp } from '../observe';

const POLL_MS = 250;

/** Lists that may hold what a controller made for an object, by kind. */
const dependantLists: ReadonlyMap<string, readonly string[]> = new Map([
  ['Deployment', ['apis/apps/v1 replicasets', 'api/v1 pods']],
  ['ReplicaSet', ['api/v1 pods']],
  ['StatefulSet', ['api/v1 pods', 'apis/apps/v1 controllerrevisions']],
  ['DaemonSet', ['api/v1 pods', 'apis/apps/v1 controllerrevisions']],
  ['Job', ['api/v1 pods']],
  ['CronJob', ['apis/batch/v1 jobs', 'api/v1 pods']],
  ['Service', ['apis/discovery.k8s.io/v1 endpointslices']],
]);

/** What waiting needs of a step. */
export type WaitingContext = Pick<
  RunContext<unknown>,
  'cluster' | 'pause' | 'progress' | 'signal' | 'timeLimit'
>;

/**
 * Waits until an object, and what controllers made for it, is gone. Throws
 * Inconclusive at the end of the step's time: a finalizer may hold it.
 */
export async function waitUntilGone(
  ctx: WaitingContext,
  ref: ObjectRef,
  uid: string | undefined,
): Promise<void> {
  const deadline = new Deadline({
    timeoutMs: ctx.timeLimit.withoutProgressMs,
    extendMs: ctx.timeLimit.inAllMs,
    now: Date.now(),
  });
  const owners = new Set(uid ? [uid] : []);
  let left: readonly KubernetesObject[] = [];
  const tooLong = () =>
    timeIsUp({
      ...deadline.spent(Date.now()),
      reason: stillThere(ref, left),
      object: ref,
      advice: 'A finalizer may hold it: its controller has to take it off.',
    });
  try {
    for (;;) {
      left = await whatIsLeft(ctx, ref, uid, owners);
      if (left.length === 0) {
        return;
      }
      const names = stillThere(ref, left);
      if (deadline.progress(names, Date.now())) {
        ctx.progress({ text: names });
      }
      if (deadline.isOver(Date.now())) {
        throw tooLong();
      }
      await pause(ctx, POLL_MS);
    }
  } catch (error) {
    throw isStepTimeout(error, ctx.signal) ? tooLong() : error;
  }
}

function stillThere(ref: ObjectRef, left: readonly KubernetesObject[]): string {
  return `${nameOfObject(ref)} is being deleted, and still there: ${left
    .map(item => `${item.kind ?? 'object'} ${item.metadata?.name}`)
    .join(', ')}${finalizersOf(left)}`;
}

async function whatIsLeft(
  { cluster, signal }: WaitingContext,
  ref: ObjectRef,
  uid: string | undefined,
  owners: Set<string>,
): Promise<KubernetesObject[]> {
  const live = await readObject(cluster, ref, signal);
  const same = live && (!uid || live.metadata?.uid === uid);
  return same ? [live] : dependants(cluster, ref, owners, signal);
}

async function dependants(
  cluster: ClusterClient,
  ref: ObjectRef,
  owners: Set<string>,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const found: KubernetesObject[] = [];
  for (const entry of dependantLists.get(ref.kind) ?? []) {
    const [root, resource] = entry.split(' ');
    const items = await listed(
      cluster,
      `/${root}/namespaces/${encodeURIComponent(
        ref.namespace ?? '',
      )}/${resource}`,
      signal,
    );
    for (const item of items) {
      const references = (item.metadata?.ownerReferences ?? []) as any[];
      if (references.some(owner => owners.has(owner.uid))) {
        owners.add(item.metadata!.uid!);
        found.push(item);
      }
    }
  }
  return found;
}

async function listed(
  cluster: ClusterClient,
  path: string,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  try {
    return (await cluster.list(path, { signal })).items;
  } catch (error) {
    if (isMissionError(error) && !error.retryable) {
      return []; // not served or not allowed: the object itself is gone
    }
    throw error;
  }
}

function finalizersOf(items: readonly KubernetesObject[]): string {
  const names = items.flatMap(
    item => (item.metadata?.finalizers ?? []) as string[],
  );
  return names.length > 0 ? `; finalizers ${names.join(', ')}` : '';
}
