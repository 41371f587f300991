import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startLeashed } from './startLeashed';

const SUPERVISOR = resolve(__dirname, '../../../../scripts/lib/supervisor.mjs');

/** Writes its own id and that of a child of its own, then stays. */
const PROGRAM = `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  const child = spawn('sleep', ['1000']);
  writeFileSync(process.argv[1], process.pid + ' ' + child.pid);
  setInterval(() => {}, 1000);
`;

describe('startLeashed', () => {
  let folder: string;
  let idsFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-leash-'));
    idsFile = join(folder, 'ids');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const programIds = async () => {
    await until(async () => existsSync(idsFile));
    await until(async () => (await readFile(idsFile, 'utf8')).includes(' '));
    return (await readFile(idsFile, 'utf8')).split(' ').map(Number);
  };

  it('ends the command and what it started on stop', async () => {
    const process = startLeashed({
      command: 'node',
      args: ['-e', PROGRAM, idsFile],
      logFile: join(folder, 'log'),
    });
    const ids = await programIds();
    expect(ids.map(isAlive)).toEqual([true, true]);
    await process.stop();
    await until(async () => !ids.some(isAlive));
    expect(process.isRunning()).toBe(false);
  });

  it('ends them when the process that started them is killed', async () => {
    const holder = join(folder, 'holder.cjs');
    await writeFile(
      holder,
      `require('node:child_process').spawn(process.execPath, ${JSON.stringify([
        SUPERVISOR,
        'node',
        '-e',
        PROGRAM,
        idsFile,
      ])}, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
       setInterval(() => {}, 1000);`,
    );
    const killed = spawn(process.execPath, [holder], { stdio: 'ignore' });
    const ids = await programIds();
    killed.kill('SIGKILL');
    await until(async () => !ids.some(isAlive));
    expect(ids).toHaveLength(2);
  });

  it('tells the exit code and the last lines of a command that fails', async () => {
    const process = startLeashed({
      command: 'node',
      args: ['-e', 'console.error("out of luck"); process.exit(3)'],
      logFile: join(folder, 'log'),
    });
    expect(await process.exited).toBe(3);
    expect(await process.logTail()).toBe('out of luck');
  });
});

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error('The condition did not come true within 10 s');
    }
    await sleep(50);
  }
}
