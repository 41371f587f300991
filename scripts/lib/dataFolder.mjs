import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;

/**
 * Prepares the folder in which the portal keeps its databases and the key that
 * seals secrets. The key is made once: without it, what it sealed is lost.
 */
export async function prepareDataFolder(folder) {
  await mkdir(join(folder, 'database'), { recursive: true, mode: 0o700 });
  const keyFile = join(folder, 'seal.key');
  try {
    await writeFile(keyFile, `${randomBytes(KEY_BYTES).toString('base64')}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  }
  return keyFile;
}

/**
 * Opens the log of a portal anew. Each backend port has its own: who starts a
 * second portal with the same folder leaves the log of the first as it is.
 */
export function openPortalLog(folder, backendPort) {
  const file = join(folder, `portal-${backendPort}.log`);
  return { file, log: createWriteStream(file, { mode: 0o600 }) };
}
