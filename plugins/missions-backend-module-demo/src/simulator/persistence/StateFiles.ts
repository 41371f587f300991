import { FileHandle, mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Storage } from '../storage';
import { replaceFile } from './durableFile';
import {
  BrokenStateError,
  readSnapshot,
  replayLog,
  writeLogHeader,
  writeLogLine,
  writeSnapshot,
} from './stateFormat';

/** A log of this size, in bytes, is folded into a new snapshot. */
const LOG_LIMIT = 8 * 1024 * 1024;

/** What controllers change, which nobody waits for, is written this much later, in milliseconds. */
const LINGER_MS = 25;

/** What the files need to know. */
export interface StateFilesOptions {
  readonly storage: Storage;
  /** Path of the snapshot; the log is beside it. */
  readonly path: string;
  /** Is told of what went wrong, with the remedy. */
  readonly onError: (error: Error) => void;
  readonly logLimit?: number;
  /** Throws when the files belong to somebody else by now. */
  readonly assertOwned?: () => void;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * A cluster's state on disk: a snapshot, and a log of the changes since.
 *
 * Changes gather while a write is under way and go to the log together, so that
 * many requests share one flush. A log that grew large, or one that could not
 * be written, is replaced: first the new snapshot, then an empty log. A kill in
 * between is harmless, since a log's changes know their revision.
 */
export class StateFiles {
  private readonly options: StateFilesOptions;
  private lines: string[] = [];
  private waiters: Waiter[] = [];
  private log: FileHandle | undefined;
  private logBytes = 0;
  /** The next write is a snapshot. */
  private folding = true;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private failing = false;
  private unsubscribe: (() => void) | undefined;

  constructor(options: StateFilesOptions) {
    this.options = options;
  }

  /**
   * Restores what the files hold. False when there is nothing to go on from.
   * A file that cannot be read is kept under another name and reported.
   */
  async load(): Promise<boolean> {
    const { path, storage } = this.options;
    const text = await readIfThere(path);
    if (text === undefined) {
      if ((await readIfThere(this.logPath)) !== undefined) {
        await this.putAside(this.logPath, 'it has no snapshot');
      }
      return false;
    }
    let after: number;
    try {
      const snapshot = readSnapshot(text);
      after = snapshot.revision;
      storage.restore(snapshot);
    } catch (error) {
      await this.putAside(path, (error as Error).message);
      if ((await readIfThere(this.logPath)) !== undefined) {
        await this.putAside(this.logPath, 'its snapshot cannot be read');
      }
      return false;
    }
    const log = await readIfThere(this.logPath);
    try {
      if (log) replayLog(storage, log, after);
    } catch (error) {
      if (!(error instanceof BrokenStateError)) throw error;
      await this.putAside(
        this.logPath,
        `${error.message}; ${error.applied} changes before it were read`,
      );
    }
    storage.compact();
    return true;
  }

  /** Writes a snapshot, and from now on every change. */
  async follow(): Promise<void> {
    this.unsubscribe = this.options.storage.subscribe(event => {
      this.lines.push(writeLogLine(event));
      this.timer ??= setTimeout(() => this.write(), LINGER_MS).unref();
    });
    await this.fold();
  }

  /** Resolves when all that is stored now is on disk; undefined when it is. Fails with the remedy. */
  durable(): Promise<void> | undefined {
    const settled = !this.folding && this.lines.length === 0 && !this.writing;
    if (settled || !this.unsubscribe) return undefined;
    return new Promise((resolve, reject) => {
      this.waiters.push({ resolve, reject });
      this.write();
    });
  }

  /** Replaces snapshot and log by what is stored now. */
  async fold(): Promise<void> {
    this.folding = true;
    await this.durable();
  }

  /** Writes what is left and closes the files. */
  async close(): Promise<void> {
    await this.durable()?.catch(() => undefined);
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    await this.writing;
    await this.log?.close();
    this.log = undefined;
  }

  private get logPath(): string {
    return `${this.options.path}.log`;
  }

  /** One writer at a time; it goes on until nothing is left or a write failed. */
  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing ??= this.writeAll();
  }

  private async writeAll(): Promise<void> {
    // What else happens in this turn belongs to the same batch.
    await Promise.resolve();
    while (this.folding || this.lines.length > 0 || this.waiters.length > 0) {
      const waiters = this.waiters;
      this.waiters = [];
      try {
        await this.writeBatch();
      } catch (error) {
        this.fail(error as Error, [...waiters, ...this.waiters]);
        break;
      }
      this.failing = false;
      waiters.forEach(({ resolve }) => resolve());
    }
    // In the same turn as the last look, so that nobody waits for a writer that is gone.
    this.writing = undefined;
  }

  private async writeBatch(): Promise<void> {
    this.options.assertOwned?.();
    if (this.folding) await this.writeSnapshot();
    else if (this.lines.length > 0) await this.appendLines();
  }

  private async appendLines(): Promise<void> {
    const text = this.lines.join('');
    this.lines = [];
    await this.log!.appendFile(text);
    await this.log!.datasync();
    this.logBytes += Buffer.byteLength(text);
    this.folding = this.logBytes > (this.options.logLimit ?? LOG_LIMIT);
  }

  private async writeSnapshot(): Promise<void> {
    const { path, storage } = this.options;
    const snapshot = storage.snapshot();
    const text = writeSnapshot(snapshot);
    const covered = this.lines.length;
    this.folding = false;
    await mkdir(dirname(path), { recursive: true });
    await (await replaceFile(path, text)).close();
    const log = await replaceFile(
      this.logPath,
      writeLogHeader(snapshot.revision),
    );
    await this.log?.close();
    this.log = log;
    this.logBytes = 0;
    this.lines = this.lines.slice(covered);
  }

  private fail(cause: Error, waiters: readonly Waiter[]): void {
    // What the log holds now is unknown: the next write replaces it.
    this.folding = true;
    this.waiters = [];
    const error = new Error(
      `The state of the simulated cluster cannot be kept in ${this.options.path}: ${cause.message}. ` +
        'The change may be lost at the next start. Make room or make the folder writable; the next change writes everything again.',
      { cause },
    );
    if (!this.failing) this.options.onError(error);
    this.failing = true;
    waiters.forEach(({ reject }) => reject(error));
  }

  private async putAside(path: string, reason: string): Promise<void> {
    const kept = `${path}.broken-${new Date()
      .toISOString()
      .replace(/[:.]/g, '-')}`;
    await rename(path, kept);
    this.options.onError(
      new Error(
        `The state of the simulated cluster in ${path} cannot be read: ${reason}. It is kept as ${kept}, and the cluster goes on without it. ` +
          'To get it back, stop the backend, repair the file and give it its name again; otherwise delete it.',
      ),
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
