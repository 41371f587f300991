import { existsSync } from 'node:fs';
import {
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

const KEEP_MS = 14 * 24 * 60 * 60 * 1000;

/** In each cache: the clone that it belongs to. */
const ROOT_FILE = 'root';

/**
 * Opens the cache of a clone for a state of its lock file, and removes what
 * nobody has used for two weeks or whose clone is gone. What is cached holds
 * paths, so that one clone cannot use what another made.
 *
 * @returns the folder of the cache
 */
export async function openCache({ folder, root, key, now = Date.now() }) {
  const own = join(folder, key);
  await mkdir(own, { recursive: true });
  await writeFile(join(own, ROOT_FILE), root);
  await utimes(own, now / 1000, now / 1000);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (await isUnused(path, now)) {
      await rm(path, { recursive: true, force: true });
    }
  }
  return own;
}

async function isUnused(path, now) {
  // One that another clone is just opening has no such file yet.
  const root = await readFile(join(path, ROOT_FILE), 'utf8').catch(() => '/');
  return !existsSync(root) || now - (await stat(path)).mtimeMs > KEEP_MS;
}
