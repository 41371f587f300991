/**
 * What runs between this process and a program, as text for `node -e`: a bundle
 * would leave a file of its own behind.
 *
 * Arguments: milliseconds of silence after which this process counts as gone,
 * milliseconds between the first signal and the last one, the directory that is
 * removed then, the program, its arguments. Standard input is the leash: a byte
 * now and then, its end when this process is gone: then all ends at once, because
 * others take over within a second. How the program ended is one
 * line of JSON on descriptor 3: {"code":0}, {"signal":"SIGKILL"},
 * {"error":"ENOENT"}.
 *
 * It leads the process group in which the program and all that it starts run,
 * so one signal reaches them all, and itself.
 */
export const programSupervisor = `
const { spawn } = require('node:child_process');
const { rmSync, writeSync } = require('node:fs');
const [silentMs, graceMs, directory, command, ...args] = process.argv.slice(1);
let heardAt = performance.now();
let stopping = false;
const toGroup = signal => {
  try {
    process.kill(-process.pid, signal);
  } catch {}
};
const finish = () => {
  // It must not see its files go, nor write new ones meanwhile.
  child.kill('SIGKILL');
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
  toGroup('SIGKILL');
};
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', ({ code }) => end({ error: code }));
child.on('exit', (code, signal) => end(signal ? { signal } : { code }));
`;
