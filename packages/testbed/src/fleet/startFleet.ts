import { writeFile } from 'node:fs/promises';
import { Agent, get, request } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { ComparableObject } from '@mission-control/plugin-missions-common';
import {
  createSimulator,
  DEMO_CLUSTERS,
  type Fault,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import { stringify } from 'yaml';

/** What the missions of these tests write, and the namespaces it is in. */
const LISTED = [
  '/api/v1/namespaces',
  '/api/v1/configmaps',
  '/api/v1/secrets',
  '/api/v1/services',
  '/apis/apps/v1/deployments',
  '/apis/policy/v1/poddisruptionbudgets',
];

/** Simulated clusters in this process: they outlive every backend. */
export interface Fleet {
  /** Path of a kubeconfig with a context for each of them, by its name. */
  readonly kubeconfig: string;
  readonly names: readonly string[];
  /** Makes a cluster do this wrong from now on; none ends it. */
  setFaults(name: string, ...faults: Fault[]): void;
  /** Makes an object below a path. */
  create(name: string, path: string, object: object): Promise<void>;
  /** Everything of a cluster of the kinds that the missions write. */
  objects(name: string): Promise<ComparableObject[]>;
  stop(): Promise<void>;
}

/** Starts clusters like the demo's `dev`; the kubeconfig is written into the folder. */
export async function startFleet(options: {
  folder: string;
  names: readonly string[];
  speed: number;
}): Promise<Fleet> {
  const { folder, names, speed } = options;
  const { version, seed } = DEMO_CLUSTERS.find(({ name }) => name === 'dev')!;
  const simulators = new Map<string, Simulator>();
  for (const name of names) {
    simulators.set(name, await createSimulator({ name, version, seed, speed }));
  }
  const kubeconfig = join(folder, 'kubeconfig.yaml');
  await writeFile(kubeconfig, kubeconfigOf([...simulators.values()]), {
    mode: 0o600,
  });
  const agents = new Map(
    [...simulators].map(([name, { ca }]) => [
      name,
      // A connection that was idle may be closed just when it is used again.
      new Agent({ ca, keepAlive: false }),
    ]),
  );
  return {
    kubeconfig,
    names,
    setFaults: (name, ...faults) => simulators.get(name)!.faults.set(...faults),
    create: (name, path, object) =>
      create(simulators.get(name)!, agents.get(name)!, path, object),
    objects: async name => {
      const lists = LISTED.map(path =>
        listOf(simulators.get(name)!, agents.get(name)!, path),
      );
      return (await Promise.all(lists)).flat();
    },
    async stop() {
      for (const agent of agents.values()) {
        agent.destroy();
      }
      for (const simulator of simulators.values()) {
        await simulator.stop();
      }
    },
  };
}

function kubeconfigOf(simulators: readonly Simulator[]): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': simulators[0].name,
    clusters: simulators.map(({ name, server, caData }) => ({
      name,
      cluster: { server, 'certificate-authority-data': caData },
    })),
    users: simulators.map(({ name, adminToken }) => ({
      name,
      user: { token: adminToken },
    })),
    contexts: simulators.map(({ name }) => ({
      name,
      context: { cluster: name, user: name },
    })),
  });
}

function create(
  { server, adminToken }: Simulator,
  agent: Agent,
  path: string,
  object: object,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${adminToken}`,
      'content-type': 'application/json',
    };
    request(`${server}${path}`, { agent, headers, method: 'POST' })
      .on('response', response => {
        response.resume();
        const { statusCode } = response;
        if (statusCode === 201) {
          resolve();
        } else {
          reject(new Error(`${path} answered ${statusCode}`));
        }
      })
      .on('error', reject)
      .end(JSON.stringify(object));
  });
}

function listOf(
  { server, adminToken }: Simulator,
  agent: Agent,
  path: string,
): Promise<ComparableObject[]> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${adminToken}` };
    get(`${server}${path}`, { agent, headers }, response => {
      json(response).then(body => {
        const { kind, apiVersion, items } = body as any;
        const itemKind = kind.replace(/List$/, '');
        resolve(
          items.map((item: object) => ({
            apiVersion,
            kind: itemKind,
            ...item,
          })),
        );
      }, reject);
    }).on('error', reject);
  });
}
