import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { startChild } from './children.mjs';

const POLL_MS = 500;
const READY_LIMIT_MS = 5 * 60_000;
const KEPT_OUTPUT_CHARACTERS = 8_000;
const TELL_BACKEND_END = fileURLToPath(
  new URL('./tellBackendEnd.cjs', import.meta.url),
);
/** The backend says so and ends; the CLI stays and waits for a change of code. */
const START_FAILED = /Backend startup failed[^\n]*\n(?: {2}[^\n]*\n)+/;
/** As tellBackendEnd.cjs says it. */
const BACKEND_ENDED = /^The backend process ended with [^\n]*(?=\.$)/m;
/** No line of the portal that says so is longer. */
const LINE_CHARACTERS = 1_000;

/**
 * The settings that `npm start` lays over app-config.yaml, in the form in which
 * Backstage reads them from the environment.
 */
export function portalSettings({ port, backendPort, data }) {
  const frontend = `http://localhost:${port}`;
  return {
    APP_CONFIG_app_baseUrl: frontend,
    APP_CONFIG_backend_baseUrl: `http://localhost:${backendPort}`,
    APP_CONFIG_backend_listen_port: String(backendPort),
    APP_CONFIG_backend_cors_origin: frontend,
    APP_CONFIG_backend_database_connection_directory: join(data, 'database'),
    APP_CONFIG_missions_sealing_keys: JSON.stringify([
      { id: 'local', keyFile: join(data, 'seal.key') },
    ]),
    APP_CONFIG_missions_demo_directory: join(data, 'demo'),
  };
}

/**
 * Starts frontend and backend; `onOutput` hears what they print, `onBackendEnd`
 * how the backend ended, each time that it does.
 */
export function startPortal({
  root,
  env,
  configs = [],
  onOutput,
  onBackendEnd,
}) {
  let kept = '';
  const hearEnds = backendEnds(end => onBackendEnd?.(end));
  const child = startChild({
    command: 'node',
    args: [
      '--require',
      TELL_BACKEND_END,
      join(root, 'node_modules', '.bin', 'backstage-cli'),
      'repo',
      'start',
      ...configs.flatMap(config => ['--config', config]),
      'app',
      'backend',
    ],
    cwd: root,
    env: {
      ...env,
      PATH: [join(root, 'node_modules', '.bin'), env.PATH].join(':'),
      // Also where a test that says otherwise starts us.
      NODE_ENV: 'development',
      // Nobody asked for a browser.
      BROWSER: 'none',
    },
    onOutput: text => {
      kept = (kept + text).slice(-KEPT_OUTPUT_CHARACTERS);
      onOutput?.(text);
      hearEnds(text);
    },
  });
  return { ...child, lastOutput: () => kept };
}

/** Hears output in pieces of any size, and tells of each end of the backend. */
export function backendEnds(onEnd) {
  let rest = '';
  return text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop().slice(-LINE_CHARACTERS);
    for (const line of lines) {
      const end = BACKEND_ENDED.exec(line);
      if (end) {
        onEnd(end[0]);
      }
    }
  };
}

/**
 * Waits until every address answers.
 *
 * @throws Error with what the portal printed last, when it ends before or takes
 * longer than `limitMs`; or with the reasons of a backend that could not start,
 * or how it ended where it gave none.
 */
export async function waitUntilReady({
  portal,
  addresses,
  logFile,
  fetcher = fetch,
  limitMs = READY_LIMIT_MS,
}) {
  const deadline = Date.now() + limitMs;
  let ended;
  portal.done.then(code => {
    ended = { code };
  });
  const waiting = new Set(addresses);
  while (waiting.size > 0) {
    if (ended) {
      throw new Error(
        `The portal ended with exit code ${ended.code} before it was ready. ` +
          `It printed:\n${portal.lastOutput()}`,
      );
    }
    const failed = START_FAILED.exec(portal.lastOutput());
    if (failed) {
      throw new Error(failed[0].trimEnd());
    }
    const end = BACKEND_ENDED.exec(portal.lastOutput());
    if (end) {
      throw new Error(
        `${end[0]} before it was ready. What it printed is in ${logFile}. ` +
          'Run npm start once more; should it end again, the last lines there ' +
          'say what it was doing.',
      );
    }
    if (Date.now() > deadline) {
      throw new Error(
        `${[...waiting].join(' and ')} did not answer within ` +
          `${limitMs / 1000} s. The portal printed:\n${portal.lastOutput()}`,
      );
    }
    for (const address of waiting) {
      const answer = await fetcher(address).catch(() => undefined);
      await answer?.arrayBuffer?.().catch(() => undefined);
      if (answer?.ok) {
        waiting.delete(address);
      }
    }
    if (waiting.size > 0) {
      await sleep(POLL_MS);
    }
  }
}
