import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '@mission-control/plugin-missions-backend-module-demo';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import {
  createRawClient,
  type RawClientOptions,
} from '@mission-control/plugin-missions-node/testing';

/** An API server that an integration test can use. */
export interface IntegrationCluster {
  /** A client; `options` add faults. */
  client(
    options?: Pick<RawClientOptions, 'afterRequest' | 'beforeRequest'>,
  ): ClusterClient;
  stop(): Promise<void>;
}

/** A kind of API server, for `describe.each`. */
export interface IntegrationTarget {
  readonly title: string;
  start(): Promise<IntegrationCluster>;
}

/** Name of the variable with the path of a kubeconfig of a real API server. */
const KUBECONFIG = 'MISSIONS_TEST_KUBECONFIG';

const POLL_MS = 100;
const COMPLETE_MS = 20_000;

/** Somewhere to run pods. */
const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1', labels: { 'kubernetes.io/hostname': 'node-1' } },
  spec: {},
  status: {
    capacity: { cpu: '8', memory: '32Gi', pods: '110' },
    allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
  },
};

/** The simulator always, and a real API server where one is configured. */
export function integrationTargets(): IntegrationTarget[] {
  const path = process.env[KUBECONFIG];
  return [
    { title: 'simulator', start: startSimulator },
    ...(path
      ? [{ title: 'real API server', start: () => connectReal(path) }]
      : []),
  ];
}

async function startSimulator(): Promise<IntegrationCluster> {
  const simulator = await createSimulator({
    name: 'test',
    speed: 20,
    objects: [NODE],
  });
  return withClients(
    {
      name: 'simulator',
      server: simulator.server,
      ca: simulator.ca,
      token: simulator.adminToken,
    },
    () => simulator.stop(),
  );
}

async function connectReal(path: string): Promise<IntegrationCluster> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(path);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (!cluster || !user) {
    throw new Error(`${KUBECONFIG} has no usable current context`);
  }
  const text = (data: string | undefined) =>
    data ? Buffer.from(data, 'base64').toString('utf8') : undefined;
  return withClients(
    {
      name: 'real',
      server: cluster.server,
      ca: text(cluster.caData),
      cert: text(user.certData),
      key: text(user.keyData),
      token: user.token,
    },
    async () => {},
  );
}

function withClients(
  connection: RawClientOptions,
  stop: () => Promise<void>,
): IntegrationCluster {
  const clients: { close(): void }[] = [];
  return {
    client(options) {
      const client = createRawClient({ ...connection, ...options });
      clients.push(client);
      return { ...client, resources: () => allResources(client) };
    },
    async stop() {
      clients.forEach(client => client.close());
      await stop();
    },
  };
}

/**
 * Definitions of other tests come and go. For a moment the API server lists a
 * group that it does not serve, and a client that is not raw asks again, too.
 */
async function allResources(client: ClusterClient) {
  const deadline = Date.now() + COMPLETE_MS;
  for (;;) {
    const found = await client.resources();
    if (found.incomplete.length === 0 || Date.now() > deadline) {
      return found;
    }
    await sleep(POLL_MS);
  }
}
