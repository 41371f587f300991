/**
 * What runs between this process and a program, as text for `node -e`: a bundle
 * would leave a file of its own behind.
 *
 * Arguments: milliseconds of silence after which this process counts as gone,
 * milliseconds between the first signal and the last one, milliseconds that what
 * was killed is waited for, the directory that is removed then, the program, its
 * arguments. Standard input is the leash: a byte now and then, its end when this
 * process is gone: then all ends at once, because others take over within a
 * second. How the program ended is one line of JSON on descriptor 3: {"code":0},
 * {"signal":"SIGKILL"}, {"error":"ENOENT"}.
 *
 * It leads the process group in which the program and all that it starts run,
 * so one signal reaches them all, and itself. Where the portal does not remove
 * the directory, it does so itself, after all others of the group are gone; only
 * Linux tells who they are (/proc): elsewhere they are killed right after.
 */
export const programSupervisor = `
const { spawn } = require('node:child_process');
const { readdirSync, readFileSync, rmSync, writeSync } = require('node:fs');
const [silentMs, graceMs, goneMs, directory, command, ...args] = process.argv.slice(1);
let heardAt = performance.now();
let stopping = false;
const toGroup = signal => {
  try {
    process.kill(-process.pid, signal);
  } catch {}
};
// Not all names there are ids: 'self' is this process. Field 1 after the name of
// the program is the state, 3 the group; Z and X have ended.
const isOther = id => {
  try {
    if (!(Number(id) > 0)) return false;
    const stat = readFileSync('/proc/' + id + '/stat', 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === process.pid && Number(id) !== process.pid && !'ZX'.includes(state);
  } catch {
    return false;
  }
};
const endOthers = () => {
  const until = performance.now() + Number(goneMs);
  for (;;) {
    const left = readdirSync('/proc').filter(isOther);
    if (left.length === 0 || performance.now() > until) return;
    for (const id of left) {
      try {
        process.kill(Number(id), 'SIGKILL');
      } catch {}
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
};
const finish = () => {
  // They must not see their files go, nor write new ones meanwhile.
  child.kill('SIGKILL');
  try {
    endOthers();
  } catch {}
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
  } catch {}
  toGroup('SIGKILL');
};
const stop = () => {
  if (stopping) return;
  stopping = true;
  toGroup('SIGTERM');
  setTimeout(finish, Number(graceMs));
};
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.stdin.on('data', () => { heardAt = performance.now(); });
for (const event of ['end', 'close', 'error']) process.stdin.on(event, finish);
setInterval(() => {
  if (performance.now() - heardAt > Number(silentMs)) stop();
}, Math.max(10, Number(silentMs) / 8));
const end = how => {
  try {
    writeSync(3, JSON.stringify(how) + '\\n');
  } catch {}
  // What the program left behind goes with it, and so does this.
  if (stopping) finish();
  toGroup('SIGKILL');
};
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', ({ code }) => end({ error: code }));
child.on('exit', (code, signal) => end(signal ? { signal } : { code }));
`;
