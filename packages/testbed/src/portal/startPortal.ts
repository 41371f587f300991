import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Knex } from 'knex';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { PortalClient } from './PortalClient';

/** The missions of this repository. */
const MISSIONS = resolve(__dirname, '../../../../missions');

/** A backend with Mission Control, as a portal would run it. */
export interface Portal {
  /** A client that acts as `user:default/<name>`. */
  as(name: string): PortalClient;
  stop(): Promise<void>;
}

export interface PortalOptions {
  /** Where the state is kept; each test its own. */
  knex: Knex;
  /** A folder of missions; defaults to the ones of this repository. */
  missions?: string;
  /** Simulated clusters. Defaults to true. */
  demo?: boolean;
  /** How much faster than time the simulated controllers are. Defaults to 20. */
  speed?: number;
  /** A kubeconfig whose contexts become writable clusters. */
  kubeconfig?: string;
  /** More of `missions:` in the configuration. */
  config?: Record<string, unknown>;
  /** More features of the backend. */
  features?: Parameters<typeof startTestBackend>[0]['features'];
}

/** Starts it; `stop` ends it and removes what it kept on disk. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const { knex, demo = true, speed = 20, kubeconfig } = options;
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-portal-'));
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({
        data: {
          missions: {
            sources: [
              {
                name: 'mission-control',
                type: 'directory',
                path: options.missions ?? MISSIONS,
              },
            ],
            sealing: {
              keys: [
                { id: 'test', key: Buffer.alloc(32, 7).toString('base64') },
              ],
            },
            demo: { enabled: demo, directory: folder, speed },
            ...(kubeconfig ? { kubeconfig: { path: kubeconfig } } : {}),
            ...options.config,
          },
        },
      }),
      mockServices.database.factory({ knex }),
      import('@mission-control/plugin-missions-backend'),
      import('@mission-control/plugin-missions-backend-module-kubernetes'),
      import('@mission-control/plugin-missions-backend-module-demo'),
      ...(options.features ?? []),
    ],
  });
  return {
    as: name =>
      new PortalClient({
        baseUrl: `http://localhost:${backend.server.port()}/api/missions`,
        authorization: mockCredentials.user.header(`user:default/${name}`),
      }),
    async stop() {
      await backend.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
