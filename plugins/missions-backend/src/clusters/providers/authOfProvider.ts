import type { ClusterAuth } from '@mission-control/plugin-missions-node';

/** Where Kubernetes puts the token of the pod's own service account. */
export const POD_TOKEN_PATH =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** How a cluster of Backstage's Kubernetes plugin can be used from here. */
export interface AuthChoice {
  readonly auth: ClusterAuth;
  readonly identity?: string;
  readonly notUnattended?: string;
}

/** Providers whose credentials are those of the user at the keyboard. */
const OF_USERS = new Set(['google', 'oidc', 'aks', 'pinniped']);
/** Providers with credentials of the server that this plugin does not make (yet). */
const OF_SERVERS = new Set(['aws', 'azure', 'googleServiceAccount']);

/** Maps `authProvider` of a configured cluster to credentials of the server. */
export function authOfProvider(options: {
  provider: string;
  serviceAccountToken?: string;
}): AuthChoice {
  const { provider, serviceAccountToken } = options;
  if (provider === 'serviceAccount') {
    return {
      auth: serviceAccountToken
        ? { kind: 'token', token: serviceAccountToken }
        : { kind: 'tokenFile', path: POD_TOKEN_PATH },
    };
  }
  if (provider === 'localKubectlProxy') {
    return {
      auth: { kind: 'none' },
      identity: 'whoever started kubectl proxy',
    };
  }
  if (provider === 'none') {
    return { auth: { kind: 'none' }, identity: 'system:anonymous' };
  }
  return { auth: { kind: 'none' }, notUnattended: reason(provider) };
}

function reason(provider: string): string {
  if (OF_USERS.has(provider)) {
    return `Its auth provider '${provider}' uses the credentials of the user at the keyboard: configure a service account for missions`;
  }
  if (OF_SERVERS.has(provider)) {
    return `Its auth provider '${provider}' is not supported by missions: use a service account, or a kubeconfig context with an exec program`;
  }
  return `Its auth provider '${provider}' is not known to missions: use a service account`;
}
