import {
  isMissionError,
  type Cluster,
} from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';

/** Said where nobody knows under which identity a cluster is asked. */
export const UNKNOWN_IDENTITY = 'unknown';

/** Characters of a name that are kept: the store has no room for more. */
const MAX_NAME_LENGTH = 255;
/** Said of a cluster on which each run acts as who started it. */
export const STARTER_IDENTITY = 'who starts the run';

/** What a cluster says about who asks it: a name, or why there is none. */
type IdentityAnswer =
  | { readonly name: string; readonly groups: readonly string[] }
  | { readonly name: undefined; readonly problem: Problem };

type Problem = NonNullable<Cluster['problem']>;

const REMEDY =
  'Let the API server serve SelfSubjectReview (Kubernetes 1.28), and grant the portal the role system:basic-user.';

/**
 * The name that the API server gives to whoever asks with this client
 * (SelfSubjectReview), or why it does not say it.
 */
export async function askIdentity(
  client: ClusterClient,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
): Promise<IdentityAnswer> {
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
    return typeof name === 'string' && name !== ''
      ? {
          name: name.slice(0, MAX_NAME_LENGTH),
          groups: groupsOf(body.status.userInfo.groups),
        }
      : {
          name: undefined,
          problem: {
            code: 'KUBERNETES_SERVER_ERROR',
            message:
              'The API server answers a SelfSubjectReview without a name',
            remedy: REMEDY,
          },
        };
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    const { code, message, details } = error;
    return {
      name: undefined,
      problem: {
        code,
        message: `The API server does not say it (SelfSubjectReview): ${message}`,
        remedy: details?.impersonation ? error.remedy : REMEDY,
      },
    };
  }
}

function groupsOf(groups: unknown): string[] {
  return Array.isArray(groups) ? groups.map(String) : [];
}
