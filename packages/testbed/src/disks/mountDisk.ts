import { execFile } from 'node:child_process';
import { readFile, realpath, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startLeashed } from '../processes/startLeashed';

const execFileAsync = promisify(execFile);
const POLL_MS = 20;
/** How often the size is tried to be what is used, while that grows. */
const TRIES = 50;

/** Mounts it ($0) with options ($1), and takes it away at its end. */
const HOLD = `
mount -t tmpfs -o "$1" tmpfs "$0" || exit 1
trap 'umount -l "$0"; exit 0' TERM
sleep infinity & wait
`;

/** A filesystem in memory that can get full while it is in use. */
export interface SmallDisk {
  /** Leaves no room at all. */
  fill(): Promise<void>;
  /** Gives it its whole size back. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Mounts a filesystem of its own on an empty folder; it goes with this process,
 * however that ends. Undefined where this process may not mount. Linux only.
 */
export async function mountDisk(options: {
  folder: string;
  /** Where its log is. */
  logFolder: string;
  megabytes: number;
  /** Whose it is. */
  user?: { readonly uid: number; readonly gid: number };
}): Promise<SmallDisk | undefined> {
  const { logFolder, megabytes, user } = options;
  const folder = await realpath(options.folder);
  const size = `${megabytes}m`;
  const settings = [
    `size=${size}`,
    'mode=0700',
    ...(user ? [`uid=${user.uid}`, `gid=${user.gid}`] : []),
  ].join(',');
  const holder = startLeashed({
    command: 'sh',
    args: ['-c', HOLD, folder, settings],
    logFile: join(logFolder, 'disk.log'),
  });
  while (!(await isMounted(folder))) {
    if (!holder.isRunning()) {
      return undefined;
    }
    await sleep(POLL_MS);
  }
  const resize = (to: string) =>
    execFileAsync('mount', ['-o', `remount,size=${to}`, folder]);
  return {
    async fill() {
      for (let turn = 1; ; turn += 1) {
        const { blocks, bfree, bsize } = await statfs(folder);
        try {
          await resize(String((blocks - bfree) * bsize));
          return;
        } catch (error) {
          // It grew meanwhile, and cannot be smaller than what it holds.
          if (turn === TRIES) {
            throw error;
          }
        }
      }
    },
    async free() {
      await resize(size);
    },
    remove: () => holder.stop(),
  };
}

async function isMounted(folder: string): Promise<boolean> {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => '');
  return mounts.split('\n').some(line => line.split(' ')[1] === folder);
}
