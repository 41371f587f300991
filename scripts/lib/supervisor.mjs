/*
 * Runs one command and takes it, with everything it started, down when the
 * process that asked for it goes away, however that happens (kill -9 too).
 *
 * Use: node supervisor.mjs <command> [...arguments]
 *
 * The asking process holds the other end of standard input. Nothing is ever
 * written to it: when it closes, the holder is gone or wants an end. The
 * command runs in a process group of its own, so that one signal reaches its
 * children and theirs.
 *
 * Settings, by environment variables that the command does not see:
 * SUPERVISOR_GRACE_MS (time to end by itself), SUPERVISOR_SIGNAL (the first
 * signal), SUPERVISOR_UID and SUPERVISOR_GID (who runs the command).
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const {
  SUPERVISOR_GRACE_MS: graceMs = '10000',
  SUPERVISOR_SIGNAL: firstSignal = 'SIGTERM',
  SUPERVISOR_UID: uid,
  SUPERVISOR_GID: gid,
  ...env
} = process.env;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
  env,
  uid: uid && Number(uid),
  gid: gid && Number(gid),
});

// Should this process be killed itself, who asked ends the group.
process.send?.({ group: child.pid }, () => {});

let stopping = false;

function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}

function stop() {
  if (stopping || child.pid === undefined) {
    return;
  }
  stopping = true;
  signalGroup(firstSignal);
  setTimeout(() => {
    signalGroup('SIGKILL');
    process.exit(1);
  }, Number(graceMs)).unref();
}

process.stdin.on('end', stop);
process.stdin.on('close', stop);
process.stdin.on('error', stop);
process.stdin.resume();
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
process.on('SIGINT', stop);

child.on('error', error => {
  process.stderr.write(`${command} cannot be started: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  // What the command left behind in its group goes with it.
  signalGroup('SIGKILL');
  process.exit(code ?? 128 + constants.signals[signal]);
});
