import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator } from '@mission-control/plugin-missions-backend-module-demo';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import {
  createRawClient,
  type RawClientOptions,
} from '@mission-control/plugin-missions-node/testing';
import { parse } from 'yaml';

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

/** What is read of a kubeconfig: its certificates have to be in it. */
interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: {
      readonly server: string;
      readonly 'certificate-authority-data'?: string;
    };
  }[];
  readonly users: readonly {
    readonly name: string;
    readonly user: {
      readonly 'client-certificate-data'?: string;
      readonly 'client-key-data'?: string;
      readonly token?: string;
    };
  }[];
}

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

/** For what a control plane without nodes does not have, such as logs. */
export const simulator: IntegrationTarget = {
  title: 'simulator',
  start: startSimulator,
};

/**
 * The simulator always, and a real API server where one is configured.
 *
 * @remarks With `MISSIONS_TEST_SHORT` one of them, as {@link shortTargets} has it.
 */
export function integrationTargets(): IntegrationTarget[] {
  const path = process.env[KUBECONFIG];
  if (!path) {
    return [simulator];
  }
  const both = [
    simulator,
    { title: 'real API server', start: () => connectReal(path) },
  ];
  return process.env.MISSIONS_TEST_SHORT
    ? shortTargets(expect.getState().testPath!, both)
    : both;
}

/** One of both for a file of tests, wherever the clone is. */
export function shortTargets<TTarget>(
  testPath: string,
  both: readonly TTarget[],
): TTarget[] {
  const { length } = basename(testPath);
  return [both[length % both.length]];
}

async function startSimulator(): Promise<IntegrationCluster> {
  const started = await createSimulator({
    name: 'test',
    speed: 20,
    objects: [NODE],
  });
  return withClients(
    {
      name: 'simulator',
      server: started.server,
      ca: started.ca,
      token: started.adminToken,
    },
    () => started.stop(),
  );
}

async function connectReal(path: string): Promise<IntegrationCluster> {
  // A library that reads all kinds of them takes half a second of each file of tests.
  const config: Kubeconfig = parse(await readFile(path, 'utf8'));
  const current = named(config.contexts, config['current-context'])?.context;
  const cluster = named(config.clusters, current?.cluster)?.cluster;
  const user = named(config.users, current?.user)?.user;
  if (!cluster || !user) {
    throw new Error(`${KUBECONFIG} has no usable current context`);
  }
  const text = (data: string | undefined) =>
    data ? Buffer.from(data, 'base64').toString('utf8') : undefined;
  return withClients(
    {
      name: 'real',
      server: cluster.server,
      ca: text(cluster['certificate-authority-data']),
      cert: text(user['client-certificate-data']),
      key: text(user['client-key-data']),
      token: user.token,
    },
    async () => {},
  );
}

function named<TEntry extends { name: string }>(
  entries: readonly TEntry[],
  name: string | undefined,
): TEntry | undefined {
  return entries.find(entry => entry.name === name);
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
