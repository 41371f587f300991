import {
  isMissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { locate, type Location } from './location';

/** The live object, or null when it does not exist. */
export async function readAt(
  cluster: ClusterClient,
  location: Location,
  signal?: AbortSignal,
): Promise<KubernetesObject | null> {
  try {
    const answer = await cluster.request<KubernetesObject>({
      path: location.path,
      signal,
    });
    return answer.body;
  } catch (error) {
    if (isMissionError(error) && error.code === 'KUBERNETES_NOT_FOUND') {
      return null;
    }
    throw error;
  }
}

/** The live object of a reference, or null when it or its kind does not exist. */
export async function readObject(
  cluster: ClusterClient,
  ref: ObjectRef,
  signal?: AbortSignal,
): Promise<KubernetesObject | null> {
  try {
    return await readAt(cluster, await locate(cluster, ref), signal);
  } catch (error) {
    if (isMissionError(error) && error.code === 'KUBERNETES_API_ABSENT') {
      return null;
    }
    throw error;
  }
}
