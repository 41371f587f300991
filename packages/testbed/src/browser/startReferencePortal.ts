import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from '../processes/freePorts';
import { startLeashed } from '../processes/startLeashed';
import { waitUntil } from '../processes/waitUntil';

const START = resolve(__dirname, '../../../../scripts/start.mjs');
const READY_MS = 5 * 60_000;

/** The reference installation. */
export interface ReferencePortal {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts it as `npm start` does, on free ports with an empty data folder of its
 * own. `settings` are as Backstage reads them from the environment.
 */
export async function startReferencePortal(
  settings: NodeJS.ProcessEnv,
): Promise<ReferencePortal> {
  const data = await mkdtemp(join(tmpdir(), 'mission-control-reference-'));
  const [port, backendPort] = await freePorts(2);
  const address = `http://localhost:${port}`;
  const child = startLeashed({
    command: process.execPath,
    args: [
      START,
      '--port',
      String(port),
      '--backend-port',
      String(backendPort),
      '--data',
      data,
    ],
    env: { ...process.env, ...settings },
    logFile: join(data, 'start.log'),
  });
  const stop = async () => {
    await child.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await waitUntil({
      what: 'The portal',
      process: child,
      timeoutMs: READY_MS,
      ready: async () =>
        (await child.logTail()).includes('Mission Control is ready'),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}
