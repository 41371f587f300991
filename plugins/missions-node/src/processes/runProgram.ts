import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { MissionError } from '@mission-control/plugin-missions-common';
import { OutputTail } from './OutputTail';
import { programSupervisor } from './programSupervisor';

/** Between two signs of life. */
const BEAT_MS = 500;
/**
 * Without a sign of life for so long, the program is ended. With the grace that
 * is less than what is left of a lease when its holder is suspended right before
 * a renewal: 7.5 s with the default of 10 s.
 */
const SILENT_MS = 4_000;
/** Between the first signal and the last one. */
const GRACE_MS = 2_000;
/** How long what was killed, and output that something outside of the group holds open, is waited for. */
const DRAIN_MS = 500;
/** Characters of each output that are answered: the last ones. */
const MAX_OUTPUT = 256 * 1024;

/** A program that an action calls. @public */
export interface ProgramOptions {
  /** A name that is looked for in the PATH of the portal, or a path. */
  readonly command: string;
  /** Handed over one by one: no shell reads them. Others see them: no secrets. */
  readonly args?: readonly string[];
  /** All that it gets besides PATH, HOME and TMPDIR. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files in its directory by name, which only the portal's user may read. */
  readonly files?: Readonly<Record<string, string>>;
  /** `ctx.signal`: ends it with everything that it started. */
  readonly signal: AbortSignal;
  /** Milliseconds that it may take. */
  readonly limitMs: number;
  /** Told of each line as it comes, such as for `ctx.log`. */
  onLine?(line: string, from: 'stdout' | 'stderr'): void;
}

/** How a program ended. @public */
export interface ProgramResult {
  /** Undefined when a signal ended it. */
  readonly code?: number;
  readonly signal?: string;
  /** The last 256 Ki characters. */
  readonly stdout: string;
  /** The last 256 Ki characters. */
  readonly stderr: string;
}

interface Ended {
  readonly code?: number;
  readonly signal?: string;
  readonly error?: string;
}

/**
 * Runs a program in a private directory, which is also its HOME and is gone
 * afterwards, and answers how it ended. Throws the signal's reason when that is
 * aborted, STEP_TIMEOUT, and STEP_FAILED when it cannot be started.
 *
 * It never outlives who called it: when this resolves or rejects, the program
 * and all of its process group have ended. When the portal is killed they are
 * killed by a supervisor at once, and when it is suspended they are ended within
 * seven seconds: before another replica takes the step over.
 *
 * @remarks A process that leaves the group (`setsid`) is not reached. For POSIX
 * systems.
 * @public
 */
export async function runProgram(
  options: ProgramOptions,
): Promise<ProgramResult> {
  const { command, signal, limitMs, files = {} } = options;
  signal.throwIfAborted();
  const directory = await mkdtemp(join(tmpdir(), 'mission-program-'));
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(
      new MissionError(
        'STEP_TIMEOUT',
        `Program '${basename(command)}' did not end within ${Math.round(
          limitMs / 1000,
        )} s`,
      ),
    );
  }, limitMs);
  try {
    for (const [name, content] of Object.entries(files)) {
      // A name, not a way out of the directory.
      const path = join(directory, basename(name));
      await writeFile(path, content, { mode: 0o600, flag: 'wx' });
    }
    const both = AbortSignal.any([signal, limit.signal]);
    const { error, ...result } = await runIn(directory, options, both);
    both.throwIfAborted();
    if (error !== undefined) {
      throw new MissionError(
        'STEP_FAILED',
        `Program '${command}' cannot be started: ${error}`,
        {
          remedy: `Install '${command}' where every replica of the portal runs, in its PATH.`,
        },
      );
    }
    return result;
  } finally {
    clearTimeout(timer);
    await rm(directory, { recursive: true, force: true });
  }
}

async function runIn(
  directory: string,
  { command, args = [], env = {}, onLine }: ProgramOptions,
  signal: AbortSignal,
): Promise<Ended & { stdout: string; stderr: string }> {
  const child = spawn(
    process.execPath,
    [
      '-e',
      programSupervisor,
      '--',
      ...[SILENT_MS, GRACE_MS, DRAIN_MS].map(String),
      ...[directory, command],
      ...args,
    ],
    {
      cwd: directory,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        TMPDIR: directory,
        ...env,
      },
    },
  );
  const { stdin: leash, stdout, stderr, stdio } = child;
  const told = stdio[3] as Readable;
  leash!.on('error', () => {});
  const beat = setInterval(() => leash!.write('.'), BEAT_MS);
  const tails = [
    new OutputTail(stdout!, MAX_OUTPUT, line => onLine?.(line, 'stdout')),
    new OutputTail(stderr!, MAX_OUTPUT, line => onLine?.(line, 'stderr')),
  ];
  const report = new OutputTail(told, MAX_OUTPUT);
  const ended = endOf(child);
  const abort = () => {
    if (isLost(signal.reason)) {
      toGroup(child, 'SIGKILL');
    } else {
      void endGroup(child, ended);
    }
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) {
      abort();
    }
    await ended;
    // Also where the supervisor itself was killed.
    toGroup(child, 'SIGKILL');
    await groupIsGone(child);
    await Promise.race([
      Promise.all([...tails, report].map(tail => tail.ended)),
      sleep(DRAIN_MS),
    ]);
  } finally {
    clearInterval(beat);
    signal.removeEventListener('abort', abort);
    stdio.forEach(stream => stream?.destroy());
  }
  const [out, err] = tails.map(tail => tail.end());
  const how: Ended = report.text
    ? JSON.parse(report.text)
    : { signal: child.signalCode ?? undefined };
  return { ...how, stdout: out, stderr: err };
}

/**
 * Whether another replica may be at the step: then there is no grace. So it is
 * also where the lease only was not renewed in time. Its last third would be
 * long enough, but who is cut off cannot tell whether others, by the lock of its
 * session, have taken over long before (docs/decisions/0007), and no fence holds up two
 * programs on one cluster. That a program was killed in the middle an action has
 * to bear anyway: the portal may be, too.
 */
function isLost(reason: unknown): boolean {
  return (reason as { reason?: unknown } | undefined)?.reason === 'lost';
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', reject);
  });
}

/** Asks all of the group to end, and ends what has not after a while. */
async function endGroup(
  child: ChildProcess,
  ended: Promise<void>,
): Promise<void> {
  toGroup(child, 'SIGTERM');
  const late = setTimeout(() => toGroup(child, 'SIGKILL'), GRACE_MS);
  await ended.catch(() => undefined);
  clearTimeout(late);
}

/** A signal of 0 only asks whether the group has somebody left. */
function toGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** What was killed takes a moment to be gone; what nobody asks for its exit code stays, dead. */
async function groupIsGone(child: ChildProcess): Promise<void> {
  const end = performance.now() + DRAIN_MS;
  while (toGroup(child, 0) && performance.now() < end) {
    await sleep(5);
  }
}
