import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programSupervisor } from './programSupervisor';
import { runProgram } from './runProgram';

jest.setTimeout(40_000);

const NODE = process.execPath;
const LIMIT_MS = 30_000;
/**
 * Starts a child that ignores the first signal, as it does itself, and writes
 * both ids and its directory; then it stays.
 */
const STUBBORN = `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  process.on('SIGTERM', () => {});
  const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: 'ignore' });
  writeFileSync(process.argv[1], JSON.stringify({ ids: [process.pid, child.pid], directory: process.cwd() }) + '\\n');
  setInterval(() => {}, 1000);
`;

/**
 * Starts a child that fills their directory with files and tells, outside of
 * it, when it sees one of them gone; both ignore the first signal.
 */
const WATCHFUL = `
  const { spawn } = require('node:child_process');
  process.on('SIGTERM', () => {});
  spawn(process.execPath, ['-e', \`
    const { existsSync, writeFileSync } = require('node:fs');
    process.on('SIGTERM', () => {});
    for (let i = 0; i < 5000; i++) writeFileSync('file' + i, '');
    writeFileSync(process.argv[1], JSON.stringify({ ids: [process.pid, process.ppid], directory: process.cwd() }) + '\\\\n');
    for (;;) {
      for (let i = 0; i < 5000; i += 1000) {
        if (!existsSync('file' + i)) { writeFileSync(process.argv[1] + '-gone', ''); process.exit(); }
      }
    }
  \`, process.argv[1]], { stdio: 'ignore' });
  setInterval(() => {}, 1000);
`;
/** Ends by itself at the first signal. */
const OBEDIENT = `
  require('node:fs').writeFileSync(process.argv[1], JSON.stringify({ ids: [process.pid], directory: process.cwd() }) + '\\n');
  setInterval(() => {}, 1000);
`;

async function until(condition: () => boolean | Promise<boolean>) {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error('The condition did not come true');
    }
    await sleep(20);
  }
}

/** What ended, but was not asked for its exit code yet, is not alive. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('runProgram', () => {
  let folder: string;
  let told: string;
  const never = new AbortController().signal;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'missions-run-program-'));
    told = join(folder, 'told');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const stubborn = async () => {
    await until(
      async () =>
        existsSync(told) && (await readFile(told, 'utf8')).endsWith('\n'),
    );
    return JSON.parse(await readFile(told, 'utf8')) as {
      ids: number[];
      directory: string;
    };
  };

  it('answers outputs and code, and tells each line', async () => {
    const lines: string[] = [];
    const result = await runProgram({
      command: NODE,
      args: [
        '-e',
        'console.log("one $HOME *"); console.log("two"); console.error("oh"); process.exitCode = 3',
      ],
      signal: never,
      limitMs: LIMIT_MS,
      onLine: (line, from) => lines.push(`${from}: ${line}`),
    });
    expect(result).toEqual({
      code: 3,
      stdout: 'one $HOME *\ntwo\n',
      stderr: 'oh\n',
    });
    expect(lines.toSorted()).toEqual([
      'stderr: oh',
      'stdout: one $HOME *',
      'stdout: two',
    ]);
  });

  it('gives it a directory of its own, files only for itself, and no environment of the portal', async () => {
    process.env.PORTAL_SECRET = 'hunter2';
    const { stdout } = await runProgram({
      command: NODE,
      args: [
        '-e',
        `const { readFileSync, statSync } = require('node:fs');
         console.log(JSON.stringify({
           env: process.env, cwd: process.cwd(), text: readFileSync('config', 'utf8'),
           mode: (statSync('config').mode & 0o777).toString(8),
           room: (statSync('.').mode & 0o777).toString(8),
         }))`,
      ],
      env: { KUBECONFIG: 'config' },
      files: { config: 'a secret' },
      signal: never,
      limitMs: LIMIT_MS,
    }).finally(() => delete process.env.PORTAL_SECRET);
    const { env, cwd, ...seen } = JSON.parse(stdout);
    expect(seen).toEqual({ text: 'a secret', mode: '600', room: '700' });
    expect(env).toEqual({
      PATH: process.env.PATH,
      HOME: cwd,
      TMPDIR: cwd,
      KUBECONFIG: 'config',
    });
    expect(existsSync(cwd)).toBe(false);
  });

  it('keeps the end of an output that is too long', async () => {
    const { stdout } = await runProgram({
      command: NODE,
      args: ['-e', 'process.stdout.write("x".repeat(3e6) + "end")'],
      signal: never,
      limitMs: LIMIT_MS,
    });
    expect(stdout).toHaveLength(256 * 1024);
    expect(stdout.endsWith('xend')).toBe(true);
  });

  it('says what is missing when it cannot be started', async () => {
    const asked = runProgram({
      command: 'no-such-program',
      signal: never,
      limitMs: LIMIT_MS,
    });
    await expect(asked).rejects.toMatchObject({
      code: 'STEP_FAILED',
      message: "Program 'no-such-program' cannot be started: ENOENT",
      remedy: expect.stringContaining("Install 'no-such-program'"),
    });
  });

  it('tells the signal that ended it', async () => {
    const result = await runProgram({
      command: NODE,
      args: ['-e', 'process.kill(process.pid, "SIGKILL")'],
      signal: never,
      limitMs: LIMIT_MS,
    });
    expect(result).toMatchObject({ signal: 'SIGKILL' });
  });

  it('begins nothing for a signal that is aborted already', async () => {
    const asked = runProgram({
      command: NODE,
      args: ['-e', STUBBORN, told],
      signal: AbortSignal.abort(new Error('It is over')),
      limitMs: LIMIT_MS,
    });
    await expect(asked).rejects.toThrow('It is over');
    expect(existsSync(told)).toBe(false);
  });

  it('has ended it and all that it started when its signal is aborted', async () => {
    const abort = new AbortController();
    const asked = runProgram({
      command: NODE,
      args: ['-e', STUBBORN, told],
      signal: abort.signal,
      limitMs: LIMIT_MS,
    });
    const { ids, directory } = await stubborn();
    expect(ids.map(isAlive)).toEqual([true, true]);
    abort.abort(new Error('The run was cancelled'));
    await expect(asked).rejects.toThrow('The run was cancelled');
    expect(ids.map(isAlive)).toEqual([false, false]);
    expect(existsSync(directory)).toBe(false);
  });

  it.each([
    ['no grace when the lease is lost', 'lost', false],
    ['a grace when the run is cancelled', 'cancelled', true],
  ])('gives it %s', async (_what, reason, isAsked) => {
    const abort = new AbortController();
    const asked = runProgram({
      command: NODE,
      args: [
        '-e',
        `const { writeFileSync } = require('node:fs');
         process.on('SIGTERM', () => {
           writeFileSync(process.argv[1] + '-asked', '');
           process.exit();
         });
         writeFileSync(process.argv[1], JSON.stringify({ ids: [process.pid] }) + '\\n');
         setInterval(() => {}, 1000)`,
        told,
      ],
      signal: abort.signal,
      limitMs: LIMIT_MS,
    });
    const { ids } = await stubborn();
    abort.abort(Object.assign(new Error('It is over'), { reason }));
    await expect(asked).rejects.toThrow('It is over');
    expect(existsSync(`${told}-asked`)).toBe(isAsked);
    expect(ids.map(isAlive)).toEqual([false]);
  });

  it('has ended it and all that it started when its time is up', async () => {
    const asked = runProgram({
      command: NODE,
      args: ['-e', STUBBORN, told],
      signal: never,
      limitMs: 1_500,
    });
    await expect(asked).rejects.toMatchObject({
      code: 'STEP_TIMEOUT',
      message: expect.stringContaining('did not end within 2 s'),
    });
    const { ids } = await stubborn();
    expect(ids.map(isAlive)).toEqual([false, false]);
  });

  it('leaves nothing that it started in the background', async () => {
    await runProgram({
      command: NODE,
      args: [
        '-e',
        `const { spawn } = require('node:child_process');
         const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
         require('node:fs').writeFileSync(process.argv[1], JSON.stringify({ ids: [child.pid] }) + '\\n');
         process.exit(0)`,
        told,
      ],
      signal: never,
      limitMs: LIMIT_MS,
    });
    const { ids } = await stubborn();
    expect(ids.map(isAlive)).toEqual([false]);
  });

  /** A portal of its own that runs a program below the supervisor. */
  async function portal(silentMs: number, program = STUBBORN) {
    const directory = join(folder, 'private');
    const script = join(folder, 'portal.cjs');
    await writeFile(
      script,
      `const { mkdirSync } = require('node:fs');
       mkdirSync(${JSON.stringify(directory)});
       const child = require('node:child_process').spawn(process.execPath, ${JSON.stringify(
         [
           '-e',
           programSupervisor,
           '--',
           ...[String(silentMs), '200', '5000', directory],
           ...[NODE, '-e', program, told],
         ],
       )}, { cwd: ${JSON.stringify(
        directory,
      )}, detached: true, stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
       setInterval(() => child.stdin.write('.'), 50);`,
    );
    return {
      holder: spawn(NODE, [script], { stdio: 'ignore' }),
      directory,
    };
  }

  it.each([
    ['killed', 'SIGKILL', 60_000],
    ['suspended', 'SIGSTOP', 500],
  ] as const)(
    'ends it and all that it started when the portal is %s',
    async (_what, signal, silentMs) => {
      const { holder, directory } = await portal(silentMs);
      const { ids } = await stubborn();
      await sleep(2 * Math.min(silentMs, 500));
      expect(ids.map(isAlive)).toEqual([true, true]);
      holder.kill(signal);
      await until(() => !existsSync(directory));
      expect(ids.map(isAlive)).toEqual([false, false]);
      holder.kill('SIGKILL');
    },
  );

  it.each([
    ['killed', 'SIGKILL', 60_000],
    ['suspended', 'SIGSTOP', 500],
  ] as const)(
    'removes its files after all that it started has ended, when the portal is %s',
    async (_what, signal, silentMs) => {
      const { holder, directory } = await portal(silentMs, WATCHFUL);
      const { ids } = await stubborn();
      expect(ids.map(isAlive)).toEqual([true, true]);
      holder.kill(signal);
      await until(() => !existsSync(directory) && !ids.some(isAlive));
      expect(existsSync(`${told}-gone`)).toBe(false);
      holder.kill('SIGKILL');
    },
  );

  it('removes its files while the portal is suspended, also where it ends at the first signal', async () => {
    const { holder, directory } = await portal(500, OBEDIENT);
    const { ids } = await stubborn();
    holder.kill('SIGSTOP');
    await until(() => !ids.some(isAlive));
    await until(() => !existsSync(directory));
    expect(existsSync(told)).toBe(true);
    holder.kill('SIGKILL');
  });
});
