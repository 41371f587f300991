import { Agent, ProxyAgent, Socks5ProxyAgent, type Dispatcher } from 'undici';
import { createHash } from 'node:crypto';
import type { Credentials } from './Credentials';

/** Connections for requests and answers to one cluster at a time. */
const MAX_CONNECTIONS = 24;
const CONNECT_TIMEOUT_MS = 10_000;
/** Below the 90 s after which API servers and many balancers close idle connections. */
const IDLE_TIMEOUT_MS = 45_000;
/** TCP keep-alive probes find dead watches; below balancers' 60 s. */
const PROBE_DELAY_MS = 30_000;

interface Agents {
  readonly fingerprint: string;
  readonly requests: Dispatcher;
  readonly streams: Dispatcher;
}

/**
 * The kept connections to one cluster. One pool lives as long as the TLS
 * material is the same; renewed material makes a new one while the requests
 * under way finish on the old. Streams (watch, logs) have connections of their
 * own, so that they never starve requests.
 */
export class ConnectionPool {
  #agents: Agents | undefined;
  #closed = false;

  /** The cluster is gone, or the portal ends. */
  get closed(): boolean {
    return this.#closed;
  }

  for(credentials: Credentials): { requests: Dispatcher; streams: Dispatcher } {
    if (this.#closed) {
      throw new Error('The connections of this cluster are closed');
    }
    const fingerprint = fingerprintOf(credentials);
    if (this.#agents?.fingerprint !== fingerprint) {
      this.#retire();
      this.#agents = {
        fingerprint,
        requests: createDispatcher(credentials, MAX_CONNECTIONS),
        streams: createDispatcher(credentials, undefined),
      };
    }
    return this.#agents;
  }

  /** Ends all connections, requests under way included. */
  async close(): Promise<void> {
    this.#closed = true;
    const agents = this.#agents;
    this.#agents = undefined;
    await Promise.allSettled([
      agents?.requests.destroy(),
      agents?.streams.destroy(),
    ]);
  }

  #retire(): void {
    const old = this.#agents;
    // close() waits for what is under way; nobody has to wait for that.
    old?.requests.close().catch(() => {});
    old?.streams.close().catch(() => {});
  }
}

function createDispatcher(
  { tls, proxyUrl }: Credentials,
  connections: number | undefined,
): Dispatcher {
  const secure = {
    ...withoutUndefined(tls),
    timeout: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelay: PROBE_DELAY_MS,
  };
  const options = {
    connections,
    pipelining: 1,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
    // Time limits are per request and ours.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (proxyUrl?.startsWith('socks')) {
    // requestTls is read by the agent, its types do not say so.
    const through = { ...options, requestTls: secure };
    return new Socks5ProxyAgent(proxyUrl, through);
  }
  if (proxyUrl) {
    return new ProxyAgent({ ...options, uri: proxyUrl, requestTls: secure });
  }
  return new Agent({ ...options, connect: secure });
}

function fingerprintOf({ tls, proxyUrl }: Credentials): string {
  return createHash('sha256')
    .update(JSON.stringify([tls, proxyUrl ?? null]))
    .digest('hex');
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, entry]) => entry !== undefined),
  ) as Partial<T>;
}
