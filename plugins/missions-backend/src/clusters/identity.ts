import { isMissionError } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';

/** Said where nobody knows under which identity a cluster is asked. */
export const UNKNOWN_IDENTITY = 'unknown';

/**
 * The name that the API server gives to whoever asks with this client
 * (SelfSubjectReview); undefined when it does not say, or may not be asked.
 */
export async function askIdentity(
  client: ClusterClient,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<string | undefined> {
  try {
    const { body } = await client.request({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'SelfSubjectReview',
      },
      ...options,
    });
    const name = body?.status?.userInfo?.username;
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch (error) {
    if (isMissionError(error)) {
      return undefined;
    }
    throw error;
  }
}
