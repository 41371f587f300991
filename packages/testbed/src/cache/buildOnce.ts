import { existsSync } from 'node:fs';
import {
  mkdir,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
/** Less than the time that a test has for its start. */
const LONGEST_BUILD_MS = 3 * 60_000;

/**
 * Lets `build` make a folder of the cache unless it is there: complete or not
 * at all, by one process while the others wait for it. Who waits for a build
 * that fails, or whose process ends, builds itself. Notes the use of the folder.
 *
 * @remarks The lock only saves work: where two build after all, such as when one
 * takes very long, the folder of the first stays.
 */
export async function buildOnce(
  folder: string,
  build: (unfinished: string) => Promise<void>,
): Promise<void> {
  const lock = `${folder}.lock`;
  await mkdir(dirname(folder), { recursive: true });
  while (!(await noteUse(folder))) {
    if (await take(lock)) {
      try {
        await complete(folder, build);
      } finally {
        await rm(lock, { force: true });
      }
    } else if (await isAbandoned(lock)) {
      await rm(lock, { force: true });
    } else {
      await sleep(POLL_MS);
    }
  }
}

/** Whether a folder of the cache is complete, no lock and no build of one. */
export function isComplete(name: string): boolean {
  return !name.includes('.');
}

/** Whether it is there; if so, its time is that of its last use. */
async function noteUse(folder: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(folder, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return false;
    }
    throw error;
  }
}

async function complete(
  folder: string,
  build: (unfinished: string) => Promise<void>,
): Promise<void> {
  if (existsSync(folder)) {
    return;
  }
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  try {
    await build(unfinished);
    await rename(unfinished, folder).catch(error => {
      if (!existsSync(folder)) {
        throw error;
      }
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** Whether the process that took it is gone, or cannot be building any more. */
async function isAbandoned(lock: string): Promise<boolean> {
  try {
    const [id, { mtimeMs }] = [await readFile(lock, 'utf8'), await stat(lock)];
    // Whoever has just taken it has not written its id yet.
    const gone = id !== '' && !isAlive(Number(id));
    return gone || Date.now() - mtimeMs > LONGEST_BUILD_MS;
  } catch {
    // It has just been given back.
    return false;
  }
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
