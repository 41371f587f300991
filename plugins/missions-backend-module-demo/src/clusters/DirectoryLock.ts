import { randomUUID } from 'node:crypto';
import { readFileSync, utimesSync } from 'node:fs';
import {
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isProvenGone,
  placeOfThisProcess,
  type ProcessPlace,
} from '@mission-control/plugin-missions-node';

/** A holder that gave no sign for so long is gone. */
const LEASE_MS = 6_000;
/** Signs within a lease. */
const BEATS = 4;

interface Holder extends ProcessPlace {
  readonly owner: string;
}

/** For tests. */
export interface DirectoryLockOptions {
  readonly leaseMs?: number;
  readonly place?: ProcessPlace;
}

/**
 * One process at a time keeps the demo's state in a folder: two would each
 * overwrite what the other one wrote. The lock is a file that its holder
 * touches. It changes hands when it is given back, when its holder is proven to
 * be gone, or when it was not touched for a lease.
 */
export class DirectoryLock {
  private lost = false;
  private touchedAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly directory: string,
    private readonly owner: string,
    private readonly leaseMs: number,
  ) {
    this.timer = setInterval(() => {
      this.touch().catch(() => undefined);
    }, leaseMs / BEATS).unref();
  }

  /** Takes it, waiting for at most a lease. Throws when its holder lives. */
  static async take(
    directory: string,
    options: DirectoryLockOptions = {},
  ): Promise<DirectoryLock> {
    const { leaseMs = LEASE_MS, place = placeOfThisProcess() } = options;
    const path = lockOf(directory);
    const owner = randomUUID();
    await mkdir(directory, { recursive: true });
    let seen: number | undefined;
    for (;;) {
      if (await create(path, { owner, ...place })) {
        return new DirectoryLock(directory, owner, leaseMs);
      }
      const holder = await read(path);
      const touched = await touchedAt(path);
      const gone =
        touched !== undefined &&
        (Date.now() - touched > leaseMs || (holder && isProvenGone(holder)));
      if (gone) {
        await rename(path, `${path}.${owner}`).catch(() => undefined);
        await rm(`${path}.${owner}`, { force: true });
      } else if (holder && seen !== undefined && touched !== seen) {
        throw new Error(
          `The demo clusters in ${directory} belong to process ${holder.pid} on ${holder.host}, and only one process may use them. ` +
            'Stop it, or set another missions.demo.directory.',
        );
      } else {
        seen = touched ?? seen;
        await sleep(leaseMs / BEATS / 4);
      }
    }
  }

  /**
   * Throws once another process has it. A busy start may keep this process from
   * touching the lock for a lease; it goes on if nobody took it meanwhile.
   */
  assertOwned(): void {
    const overdue = performance.now() - this.touchedAt > this.leaseMs;
    if (this.lost || (overdue && !this.touchAtOnce())) {
      throw new Error(
        `another process may have taken over the demo clusters in ${this.directory}`,
      );
    }
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    const path = lockOf(this.directory);
    if ((await read(path))?.owner === this.owner) {
      await rm(path, { force: true });
    }
  }

  private touchAtOnce(): boolean {
    const path = lockOf(this.directory);
    const sentAt = performance.now();
    try {
      const holder: Holder = JSON.parse(readFileSync(path, 'utf8'));
      if (holder.owner !== this.owner) {
        return false;
      }
      const now = new Date();
      utimesSync(path, now, now);
    } catch {
      return false;
    }
    this.touchedAt = sentAt;
    return true;
  }

  private async touch(): Promise<void> {
    const path = lockOf(this.directory);
    const sentAt = performance.now();
    if ((await read(path))?.owner !== this.owner) {
      this.lost = true;
      clearInterval(this.timer);
      return;
    }
    const now = new Date();
    await utimes(path, now, now);
    this.touchedAt = sentAt;
  }
}

function lockOf(directory: string): string {
  return join(directory, 'lock');
}

async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is none, or while it is being written. */
async function read(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

async function touchedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs;
}
