import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const SUPERVISOR = resolve(__dirname, '../../../../scripts/lib/supervisor.mjs');
const LOG_TAIL_LINES = 30;

/** What {@link startLeashed} needs to know. */
export interface LeashedOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Gets standard output and standard error. */
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Where the command runs; where we run unless told. */
  readonly cwd?: string;
  /** The first signal on stop; `SIGTERM` unless told. */
  readonly signal?: NodeJS.Signals;
  /** Who runs the command, when we are root and it must not be. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** A running command that ends with this process, however that ends. */
export interface Leashed {
  /** Resolves to the exit code once the command has ended. */
  readonly exited: Promise<number>;
  isRunning(): boolean;
  /** Sends a signal to the command itself, past the supervisor. Linux only. */
  signal(signal: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
  /** The last lines that the command printed. */
  logTail(): Promise<string>;
}

/**
 * Starts a command below a small supervisor that holds the other end of a pipe
 * to this process. When this process ends (even by kill -9) the pipe closes and
 * the supervisor ends the command with everything it started.
 */
export function startLeashed(options: LeashedOptions): Leashed {
  const {
    command,
    args,
    logFile,
    env = process.env,
    cwd,
    signal,
    user,
  } = options;
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [SUPERVISOR, command, ...args], {
    cwd,
    detached: true,
    stdio: ['pipe', log, log],
    env: {
      ...env,
      NODE_OPTIONS: '',
      ...(signal && { SUPERVISOR_SIGNAL: signal }),
      ...(user && {
        SUPERVISOR_UID: String(user.uid),
        SUPERVISOR_GID: String(user.gid),
      }),
    },
  });
  closeSync(log);
  child.stdin?.on('error', () => {});
  let running = true;
  const exited = new Promise<number>(done => {
    const end = (code: number) => {
      running = false;
      done(code);
    };
    child.on('error', () => end(127));
    child.on('exit', code => end(code ?? 1));
  });
  return {
    exited,
    isRunning: () => running,
    async signal(name) {
      const ids = await readFile(
        `/proc/${child.pid}/task/${child.pid}/children`,
        'utf8',
      );
      const [id] = ids.trim().split(' ').map(Number);
      if (!(id > 0)) {
        // 0 would be everything that was started with this process.
        throw new Error('The command has ended');
      }
      process.kill(id, name);
    },
    async stop() {
      child.stdin?.end();
      await exited;
    },
    async logTail() {
      const text = await readFile(logFile, 'utf8').catch(() => '');
      return text.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
    },
  };
}
