import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const KEY_BYTES = 32;

/**
 * Prepares the folder in which the portal keeps its databases and the key that
 * seals secrets. The key is made once: without it, what it sealed is lost.
 * Fails with the folder and a remedy when it cannot be used.
 */
export async function prepareDataFolder(folder) {
  const database = join(folder, 'database');
  const keyFile = join(folder, 'seal.key');
  try {
    await mkdir(database, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    await access(database, constants.W_OK);
    await makeKey(keyFile);
    await access(keyFile, constants.R_OK);
  } catch (error) {
    throw new Error(
      `The data folder ${folder} cannot be used: ${reasonOf(error)} ` +
        `(${error.code}${error.path ? `, ${error.path}` : ''}). Make it ` +
        'writable for you, or choose another: npm start -- --data <folder>',
      { cause: error },
    );
  }
  return keyFile;
}

async function makeKey(keyFile) {
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
}

function reasonOf({ code }) {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'its disk is full';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in its way';
    default:
      return 'it cannot be made or written';
  }
}

/**
 * Opens the log of a portal anew. Each backend port has its own: who starts a
 * second portal with the same folder leaves the log of the first as it is.
 */
export function openPortalLog(folder, backendPort) {
  const file = join(folder, `portal-${backendPort}.log`);
  return { file, log: createWriteStream(file, { mode: 0o600 }) };
}
