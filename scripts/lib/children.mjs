import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SUPERVISOR = fileURLToPath(new URL('./supervisor.mjs', import.meta.url));

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
  const output = onOutput ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [SUPERVISOR, command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', output, output],
  });
  // The supervisor may end before us; a broken leash is no error then.
  child.stdin.on('error', () => {});
  child.stdout?.setEncoding('utf8').on('data', onOutput);
  child.stderr?.setEncoding('utf8').on('data', onOutput);
  const done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
  return {
    done,
    async stop() {
      child.stdin.end();
      await done;
    },
  };
}

/**
 * Runs a command to its end and resolves to what it printed.
 *
 * @throws CommandFailedError with the output, when the exit code is not 0.
 */
export async function runChild({ command, args = [], cwd, env, quiet = true }) {
  let output = '';
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
  const code = await child.done;
  if (code !== 0) {
    throw new CommandFailedError([command, ...args].join(' '), code, output);
  }
  return output;
}
