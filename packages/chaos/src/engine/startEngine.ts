import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { freePorts, startLeashed, waitUntil, type Leashed } from 'testbed';
import type { Engine } from './createEngine';
import { SETTINGS, type EngineSettings } from './EngineSettings';

const ENTRY = resolve(__dirname, '../bin/engine.ts');
const READY_MS = 60_000;
const ASK_MS = 10_000;

/** An engine as a process, and what can be asked of it while it lives. */
export interface EngineProcess extends Leashed, Omit<Engine, 'stop'> {
  /** Resolves when it answers. Fails with its log when it ends before. */
  ready(): Promise<void>;
}

/** Starts one; its log is in the folder. */
export async function startEngine(
  folder: string,
  settings: Omit<EngineSettings, 'port'>,
): Promise<EngineProcess> {
  const [port] = await freePorts(1);
  const address = `http://127.0.0.1:${port}`;
  const child = startLeashed({
    command: process.execPath,
    args: [
      '--require',
      createRequire(__filename).resolve(
        '@backstage/cli/config/nodeTransform.cjs',
      ),
      ENTRY,
    ],
    logFile: join(folder, 'engines.log'),
    env: {
      ...process.env,
      [SETTINGS]: JSON.stringify({ ...settings, port }),
    },
  });
  const ask = async (path: string, body: unknown) => {
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ASK_MS),
    });
    if (!answer.ok) {
      throw new Error(await answer.text());
    }
    return answer.json();
  };
  return {
    ...child,
    saveMission: () => ask('/mission', {}),
    startRun: options => ask('/runs', options),
    approveAll: () => ask('/approvals', {}),
    undo: options => ask('/undos', options),
    ready: () =>
      waitUntil({
        what: 'The engine',
        process: child,
        timeoutMs: READY_MS,
        ready: async () => (await fetch(address)).ok,
      }),
  };
}
