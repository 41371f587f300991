import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Storage, StorageSnapshot } from './storage';

const DEBOUNCE_MS = 1_000;
const FORMAT = 1;

/** Writes a cluster's objects to a file some time after they changed, and reads them back. */
export class SnapshotFile {
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly storage: Storage,
    private readonly path: string,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Restores the file's content. False when there is none, or it cannot be read; the latter is reported. */
  async load(): Promise<boolean> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    try {
      const snapshot = JSON.parse(text) as StorageSnapshot & { format: number };
      if (snapshot.format !== FORMAT)
        throw new Error(`format ${snapshot.format} is not ${FORMAT}`);
      this.storage.restore(snapshot);
      return true;
    } catch (error) {
      this.onError(
        new Error(`the snapshot ${this.path} cannot be read and is ignored`, {
          cause: error,
        }),
      );
      return false;
    }
  }

  /** Saves after every change, at most once a second. */
  follow(): void {
    this.unsubscribe = this.storage.subscribe(() => {
      if (this.timer) return;
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.save().catch(this.onError);
      }, DEBOUNCE_MS);
      this.timer.unref();
    });
  }

  /** Saves now; writes never overlap, and a reader sees the old file or the new one. */
  save(): Promise<void> {
    this.writing = this.writing.catch(() => undefined).then(() => this.write());
    return this.writing;
  }

  /** Saves a last time and stops. */
  async close(): Promise<void> {
    this.unsubscribe?.();
    if (this.timer) clearTimeout(this.timer);
    this.timer = undefined;
    await this.save();
  }

  private async write(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const temporary = `${this.path}.${process.pid}.tmp`;
    await writeFile(
      temporary,
      JSON.stringify({ format: FORMAT, ...this.storage.snapshot() }),
      { mode: 0o600 },
    );
    await rename(temporary, this.path);
  }
}
