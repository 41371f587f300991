import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { followFile } from './followFile.mjs';

const SUPERVISOR = fileURLToPath(new URL('./supervisor.mjs', import.meta.url));

/** Long enough for every suite on two cores, short enough to notice a hang. */
const DEFAULT_LIMIT_MS = 20 * 60_000;

/** For what a killed supervisor left behind, to end by itself. */
const GRACE_MS = 10_000;
const POLL_MS = 50;

/** A command ended with another exit code than 0. */
export class CommandFailedError extends Error {
  constructor(command, code, output) {
    super(`${command} ended with exit code ${code}`);
    this.name = 'CommandFailedError';
    this.code = code;
    this.output = output;
  }
}

/**
 * Starts a command that cannot outlive this process. Arguments are an array;
 * no shell is involved.
 *
 * `onOutput` gets standard output and standard error as text; without it both
 * are passed through. The result has `done` (a promise of the exit code) and
 * `stop()` (ends the command and what it started, then resolves).
 */
export function startChild({ command, args = [], cwd, env, onOutput }) {
  const file = onOutput && followFile(onOutput);
  const output = file ? file.descriptor : 'inherit';
  const child = spawn(process.execPath, [SUPERVISOR, command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', output, output, 'ipc'],
  });
  let group;
  child.on('message', message => {
    group = message.group;
  });
  // The supervisor may end before us; a broken leash is no error then.
  child.stdin.on('error', () => {});
  const done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      resolve(signal && group ? endGroup(group).then(() => 1) : code ?? 1),
    );
  }).finally(() => file?.end());
  return {
    done,
    async stop() {
      child.stdin.end();
      await done;
    },
  };
}

/** Ends the group of a command whose supervisor was killed. */
async function endGroup(group) {
  const signal = name => {
    try {
      return process.kill(-group, name);
    } catch {
      return false;
    }
  };
  const deadline = Date.now() + GRACE_MS;
  for (let left = signal('SIGTERM'); left; left = signal(0)) {
    if (Date.now() > deadline) {
      signal('SIGKILL');
      return;
    }
    await sleep(POLL_MS);
  }
}

/**
 * Runs a command to its end and resolves to what it printed. A command that
 * does not end within `limitMs` is ended, with exit code 124.
 *
 * @throws CommandFailedError with the output, when the exit code is not 0.
 */
export async function runChild({
  command,
  args = [],
  cwd,
  env,
  quiet = true,
  limitMs = DEFAULT_LIMIT_MS,
}) {
  let output = '';
  let timedOut = false;
  const child = startChild({
    command,
    args,
    cwd,
    env,
    onOutput: text => {
      output += text;
      if (!quiet) {
        process.stdout.write(text);
      }
    },
  });
  const timer = setTimeout(() => {
    timedOut = true;
    output += `\n${command} did not end within ${limitMs / 1000} s\n`;
    child.stop();
  }, limitMs);
  const ended = await child.done;
  clearTimeout(timer);
  const code = timedOut ? 124 : ended;
  if (code !== 0) {
    throw new CommandFailedError([command, ...args].join(' '), code, output);
  }
  return output;
}
