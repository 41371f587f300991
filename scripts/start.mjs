/*
 * npm start: from a fresh clone to a running portal with demo clusters.
 *
 *   npm start
 *   npm start -- --port 3100 --backend-port 7107   other ports
 *   npm start -- --config app-config.yaml --config mine.yaml
 *   npm start -- --data /var/tmp/mission-control   another data folder
 *   npm start -- --verbose                         all that the portal prints
 *
 * Runs with any Node from 20 on and needs nothing installed but npm. The state
 * is kept in .local/ and survives restarts; delete the folder to start over.
 */
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { openPortalLog, prepareDataFolder } from './lib/dataFolder.mjs';
import { installDependencies } from './lib/install.mjs';
import { portalSettings, startPortal, waitUntilReady } from './lib/portal.mjs';
import { assertPortsFree } from './lib/ports.mjs';
import { createProgress } from './lib/progress.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';
import { watchParent } from './lib/watchParent.mjs';
import { watchPortal } from './lib/watchPortal.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      'backend-port': { type: 'string', default: '7007' },
      config: { type: 'string', multiple: true },
      data: { type: 'string', default: join(ROOT, '.local') },
      verbose: { type: 'boolean', default: false },
    },
  });
  const port = portOf('port', values.port);
  const backendPort = portOf('backend-port', values['backend-port']);
  const data = resolve(values.data);
  const address = `http://localhost:${port}`;
  const readiness = `http://localhost:${backendPort}/.backstage/health/v1/readiness`;

  const progress = createProgress();
  await assertPortsFree({ port, 'backend-port': backendPort });
  const toolchain = await prepareToolchain({ progress });
  await installDependencies({ root: ROOT, env: toolchain, progress });
  await prepareDataFolder(data);
  const { file: logFile, log } = openPortalLog(data, backendPort);
  let watch;
  const portal = startPortal({
    root: ROOT,
    env: { ...toolchain, ...portalSettings({ port, backendPort, data }) },
    configs: values.config?.map(config => resolve(config)),
    onOutput: text => {
      log.write(text);
      if (values.verbose) {
        process.stdout.write(text);
      }
    },
    // Before the portal is ready, who waits for it tells.
    onBackendEnd: words => watch?.ended('backend', words),
  });
  const stopping = stopOnSignals(portal);
  try {
    await progress.during(
      `Starting frontend and backend, details in ${logFile}`,
      () =>
        waitUntilReady({
          portal,
          addresses: [readiness, address],
          logFile,
        }),
    );
  } catch (error) {
    await portal.stop();
    throw error;
  }
  progress.say(`Mission Control is ready: ${address}`);
  progress.say(`State is kept in ${data}. Press Ctrl+C to stop.`);
  const ended = new AbortController();
  const whatToDo =
    `What it printed last is in ${logFile}. To start it again, press Ctrl+C ` +
    'and run npm start once more; runs go on where they were.';
  watch = watchPortal({
    parts: [
      { name: 'backend', address: readiness },
      { name: 'frontend', address },
    ],
    onEnded: (_, words) => {
      if (!stopping.aborted) {
        progress.say(`${words}. ${whatToDo}`);
      }
    },
    onSilent: (part, seconds) =>
      progress.say(
        `The ${part.name} has not answered for ${seconds} s. ${whatToDo}`,
      ),
    onBack: part => progress.say(`The ${part.name} answers again.`),
    signal: ended.signal,
  });
  const code = await portal.done;
  ended.abort();
  if (stopping.aborted) {
    return;
  }
  process.stderr.write(`The portal ended:\n${portal.lastOutput()}\n`);
  process.exitCode = code || 1;
}

function portOf(option, value) {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(
      `--${option} must be a port between 1 and 65535, not '${value}'.`,
    );
  }
  return port;
}

/**
 * Ends the portal on a signal, and with npm when that started it; what it
 * answers is aborted from then on.
 */
function stopOnSignals(portal) {
  const stopping = new AbortController();
  const stop = async code => {
    if (stopping.signal.aborted) {
      return;
    }
    stopping.abort();
    process.stdout.write('\nStopping…\n');
    await portal.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => stop(signal === 'SIGINT' ? 130 : 0));
  }
  if (process.env.npm_lifecycle_event === 'start') {
    watchParent(() => stop(0));
  }
  return stopping.signal;
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
