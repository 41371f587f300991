import { MissionError } from '@mission-control/plugin-missions-common';
import type { KubeConfig } from '@kubernetes/client-node';
import type { Credentials, CredentialSource, TlsOptions } from './Credentials';
import { toPem } from './pem';

/** How long the answer of an exec or auth provider is used before asking the library again. */
const MEMO_MS = 20_000;
/** How long a credential program may take. */
const EXEC_TIMEOUT_MS = 20_000;
const MESSAGE_LENGTH = 200;

/**
 * Credentials of a kubeconfig context, by Kubernetes' own client library: exec
 * programs, auth providers, certificates, tokens. Only headers and TLS
 * material are taken from it; connections are ours, because the library makes
 * a new agent for each request. `refresh` drops the library's own cache too.
 */
export function kubeconfigCredentials(options: {
  cluster: string;
  text: string;
  context: string;
  tls: TlsOptions;
  now?: () => number;
}): CredentialSource {
  const { cluster, text, context, tls, now = Date.now } = options;
  let config: Promise<KubeConfig> | undefined;
  let memo: { value: Promise<Credentials>; until: number } | undefined;

  const ask = async (): Promise<Credentials> => {
    try {
      config ??= loadContext(text, context);
      return await withTimeout(readCredentials(await config, tls));
    } catch (error) {
      config = undefined;
      throw new MissionError(
        'CLUSTER_UNAUTHORIZED',
        `The kubeconfig context '${context}' of cluster '${cluster}' gives no credentials: ${brief(
          error,
        )}`,
        {
          remedy:
            'Try it with kubectl as the user of the portal; an exec program must be on its PATH and must not ask for input.',
          cause: error,
        },
      );
    }
  };

  return {
    async get() {
      if (!memo || memo.until <= now()) {
        const value = ask();
        memo = { value, until: now() + MEMO_MS };
        value.catch(() => {
          memo = undefined;
        });
      }
      return memo.value;
    },
    refresh() {
      memo = undefined;
      config = undefined;
      return true;
    },
  };
}

async function loadContext(text: string, context: string): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromString(text);
  const found = config.getContextObject(context);
  if (!found) {
    throw new Error(`there is no context '${context}'`);
  }
  if (found.user && !config.getUser(found.user)) {
    throw new Error(`it has no user '${found.user}'`);
  }
  // Without any user the library forgets the cluster's authority, too.
  if (!found.user) {
    config.addUser({ name: '' });
    config.contexts = [{ ...found, user: '' }];
  }
  config.setCurrentContext(context);
  // For http:// the library asks for this flag, although no certificate is
  // there; which addresses may be http:// was judged before.
  config.clusters = config.clusters.map(cluster =>
    cluster.server.startsWith('http:')
      ? { ...cluster, skipTLSVerify: true }
      : cluster,
  );
  return config;
}

async function readCredentials(
  config: KubeConfig,
  tls: TlsOptions,
): Promise<Credentials> {
  const applied: Parameters<KubeConfig['applyToHTTPSOptions']>[0] & {
    servername?: string;
    auth?: string | null;
  } = {};
  await config.applyToHTTPSOptions(applied);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(applied.headers ?? {})) {
    if (value !== undefined && value !== null) {
      headers[name] = Array.isArray(value) ? value.map(String) : String(value);
    }
  }
  if (applied.auth) {
    headers.Authorization = `Basic ${Buffer.from(applied.auth).toString(
      'base64',
    )}`;
  }
  return {
    headers,
    tls: {
      ...tls,
      ca: tls.ca ?? pemOf(applied.ca),
      cert: pemOf(applied.cert),
      key: pemOf(applied.key),
      servername: applied.servername ?? tls.servername,
      rejectUnauthorized:
        applied.rejectUnauthorized === false ? false : tls.rejectUnauthorized,
    },
    proxyUrl: config.getCurrentCluster()?.proxyUrl,
  };
}

function pemOf(value: unknown): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return toPem(Buffer.isBuffer(value) ? value.toString('utf8') : String(value));
}

async function withTimeout<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () =>
            reject(
              new Error(
                `the credential program took longer than ${EXEC_TIMEOUT_MS} ms`,
              ),
            ),
          EXEC_TIMEOUT_MS,
        );
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** First line of a failure, without anything that looks like a token. */
function brief(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .trim()
    .split('\n', 1)[0]
    .replace(/[A-Za-z0-9+/_=.-]{40,}/g, '***')
    .slice(0, MESSAGE_LENGTH);
}
