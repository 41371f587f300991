import { writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { ComparableObject } from '@mission-control/plugin-missions-common';
import {
  createSimulator,
  DEMO_CLUSTERS,
} from '@mission-control/plugin-missions-backend-module-demo';
import { stringify } from 'yaml';

/** What the mission of these tests writes, and the namespaces it is in. */
const LISTED = [
  '/api/v1/namespaces',
  '/api/v1/configmaps',
  '/api/v1/secrets',
  '/api/v1/services',
  '/apis/apps/v1/deployments',
  '/apis/policy/v1/poddisruptionbudgets',
];

/** The demo cluster `dev`, in this process: it outlives every backend. */
export interface OutsideCluster {
  /** Path of a kubeconfig whose context is `dev`. */
  readonly kubeconfig: string;
  /** The next requests for this resource are answered so much later; 0 ends it. */
  delay(resource: string, milliseconds: number): void;
  /** Everything of the kinds that the mission writes. */
  objects(): Promise<ComparableObject[]>;
  stop(): Promise<void>;
}

/** Starts it; the kubeconfig is written into the folder. */
export async function startOutsideCluster(options: {
  folder: string;
  speed: number;
}): Promise<OutsideCluster> {
  const { name, version, seed } = DEMO_CLUSTERS.find(
    cluster => cluster.name === 'dev',
  )!;
  const simulator = await createSimulator({
    name,
    version,
    seed,
    speed: options.speed,
  });
  const kubeconfig = join(options.folder, 'kubeconfig.yaml');
  await writeFile(
    kubeconfig,
    stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      clusters: [
        {
          name,
          cluster: {
            server: simulator.server,
            'certificate-authority-data': simulator.caData,
          },
        },
      ],
      users: [{ name, user: { token: simulator.adminToken } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    }),
    { mode: 0o600 },
  );
  const agent = new Agent({ ca: simulator.ca, keepAlive: true });
  const list = (path: string) =>
    new Promise<ComparableObject[]>((resolve, reject) => {
      const headers = { authorization: `Bearer ${simulator.adminToken}` };
      get(`${simulator.server}${path}`, { agent, headers }, response => {
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
  return {
    kubeconfig,
    delay: (resource, milliseconds) =>
      milliseconds > 0
        ? simulator.faults.set({ kind: 'latency', resource, milliseconds })
        : simulator.faults.set(),
    objects: async () => (await Promise.all(LISTED.map(list))).flat(),
    async stop() {
      agent.destroy();
      await simulator.stop();
    },
  };
}
