import {
  isMissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import {
  Inconclusive,
  type ClusterClient,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { setTimeout as delay } from 'node:timers/promises';
import { describeRef, readObject } from '../objects';

const POLL_MS = 250;
const DEADLINE_MS = 5 * 60_000;

/** Lists that may hold what a controller made for an object, by kind. */
const dependantLists: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['apis/apps/v1 replicasets', 'api/v1 pods'],
  ReplicaSet: ['api/v1 pods'],
  StatefulSet: ['api/v1 pods', 'apis/apps/v1 controllerrevisions'],
  DaemonSet: ['api/v1 pods', 'apis/apps/v1 controllerrevisions'],
  Job: ['api/v1 pods'],
  CronJob: ['apis/batch/v1 jobs', 'api/v1 pods'],
  Service: ['apis/discovery.k8s.io/v1 endpointslices'],
};

/** Options of {@link waitUntilGone}. */
export interface WaitOptions {
  readonly signal: AbortSignal;
  /** Milliseconds until it is inconclusive. Defaults to five minutes. */
  readonly deadlineMs?: number;
}

/**
 * Waits until an object, and what controllers made for it, is gone. Throws
 * Inconclusive when that takes too long: a finalizer may hold it.
 */
export async function waitUntilGone(
  cluster: ClusterClient,
  ref: ObjectRef,
  uid: string | undefined,
  options: WaitOptions,
): Promise<void> {
  const deadline = Date.now() + (options.deadlineMs ?? DEADLINE_MS);
  const owners = new Set(uid ? [uid] : []);
  for (;;) {
    const live = await readObject(cluster, ref, options.signal);
    const same = live && (!uid || live.metadata?.uid === uid);
    const left = same
      ? [live]
      : await dependants(cluster, ref, owners, options);
    if (left.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Inconclusive(
        `${describeRef(ref)} is being deleted, and still there: ${left
          .map(item => `${item.kind ?? 'object'} ${item.metadata?.name}`)
          .join(', ')}${finalizersOf(left)}`,
      );
    }
    await delay(POLL_MS, undefined, { signal: options.signal });
  }
}

async function dependants(
  cluster: ClusterClient,
  ref: ObjectRef,
  owners: Set<string>,
  options: WaitOptions,
): Promise<KubernetesObject[]> {
  const found: KubernetesObject[] = [];
  for (const entry of dependantLists[ref.kind] ?? []) {
    const [root, resource] = entry.split(' ');
    const items = await listed(
      cluster,
      `/${root}/namespaces/${encodeURIComponent(
        ref.namespace ?? '',
      )}/${resource}`,
      options.signal,
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
