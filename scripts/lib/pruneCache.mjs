import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

const KEEP_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * Marks `key` in `folder` as used, and removes what nobody has used for two
 * weeks: each state of the lock file has a cache of its own.
 */
export async function pruneCache({ folder, key, now = Date.now() }) {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (name === key) {
      await utimes(path, now / 1000, now / 1000);
    } else if (now - (await stat(path)).mtimeMs > KEEP_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
