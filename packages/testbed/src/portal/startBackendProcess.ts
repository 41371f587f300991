import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePorts } from '../processes/freePorts';
import { startLeashed, type Leashed } from '../processes/startLeashed';
import { waitUntil } from '../processes/waitUntil';
import { PortalClient } from './PortalClient';

const ROOT = resolve(__dirname, '../../../..');
const REFERENCE = 'packages/backend/src/index.ts';
const MISSIONS = 'packages/testbed/src/bin/missionsBackend.ts';
/** Where paths of the configuration begin. */
const FOLDER = join(ROOT, 'packages/backend');
const READY_MS = 120_000;

/** The people of the demo. */
export type DemoPerson = 'operator' | 'approver' | 'viewer';

/** A backend as a process of its own. */
export interface BackendProcess extends Leashed {
  readonly address: string;
  /** Resolves when it answers that it is ready. Fails with its log when it ends before. */
  ready(): Promise<void>;
  /** Signs in. */
  as(person: DemoPerson): Promise<PortalClient>;
}

/**
 * Starts a backend with Mission Control on a free port. What it keeps is in
 * `data`, on SQLite files unless `settings` say otherwise, so that a second
 * start with the same folder is a restart.
 */
export async function startBackendProcess(options: {
  data: string;
  /** The backend of `packages/backend`, with all its plugins: a start costs twice as much. */
  reference?: boolean;
  /** With `reference`: the folder of a package whose dist/ is the frontend that it serves. */
  bundle?: string;
  /** Name of the log in `data`. */
  log?: string;
  /** NODE_ENV; the demo's sign-in refuses production. */
  environment?: string;
  /** How much faster than time the simulated controllers are. */
  speed?: number;
  /** More of the configuration: variables `APP_CONFIG_…`; undefined takes one away. */
  settings?: NodeJS.ProcessEnv;
}): Promise<BackendProcess> {
  const {
    data,
    reference = false,
    bundle,
    log = 'backend.log',
    environment = 'development',
    speed = 1,
    settings = {},
  } = options;
  const keyFile = join(data, 'seal.key');
  await mkdir(join(data, 'database'), { recursive: true });
  await writeFile(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`, {
    mode: 0o600,
  });
  const [port] = await freePorts(1);
  const address = `http://localhost:${port}`;
  const child = startLeashed({
    command: process.execPath,
    cwd: FOLDER,
    args: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(ROOT, reference ? REFERENCE : MISSIONS),
      '--config',
      join(ROOT, 'app-config.yaml'),
    ],
    logFile: join(data, log),
    env: {
      ...process.env,
      NODE_ENV: environment,
      APP_CONFIG_backend_baseUrl: address,
      APP_CONFIG_backend_listen_port: String(port),
      APP_CONFIG_backend_database_connection_directory: join(data, 'database'),
      APP_CONFIG_missions_sealing_keys: JSON.stringify([
        { id: 'local', keyFile },
      ]),
      APP_CONFIG_missions_demo_speed: String(speed),
      APP_CONFIG_missions_demo_directory: join(data, 'demo'),
      ...(!reference && { APP_CONFIG_permission_enabled: 'false' }),
      ...(bundle && {
        APP_CONFIG_app_baseUrl: address,
        APP_CONFIG_backend_cors_origin: address,
        // Node finds a package by its path as well as by its name.
        APP_CONFIG_app_packageName: bundle,
      }),
      ...settings,
    },
  });
  return {
    ...child,
    address,
    ready: () =>
      waitUntil({
        what: 'The backend',
        process: child,
        timeoutMs: READY_MS,
        ready: async () => {
          const path = '/.backstage/health/v1/readiness';
          return (await fetch(`${address}${path}`)).ok;
        },
      }),
    as: async person => {
      const response = await fetch(
        `${address}/api/auth/missions-demo/refresh?env=development`,
        {
          headers: {
            'x-missions-demo-identity': person,
            'x-requested-with': 'XMLHttpRequest',
          },
        },
      );
      const { backstageIdentity } = await response.json();
      return new PortalClient({
        baseUrl: `${address}/api/missions`,
        authorization: `Bearer ${backstageIdentity.token}`,
      });
    },
  };
}
