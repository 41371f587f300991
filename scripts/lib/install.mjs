import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runChild } from './children.mjs';

const STAMP = 'node_modules/.mission-control-install';
const WORKSPACE_FOLDERS = ['packages', 'plugins'];

/**
 * A hash of everything that decides what `yarn install` does: the lock file,
 * every package.json and Yarn's settings.
 */
export async function installHash(root) {
  const hash = createHash('sha256');
  const files = ['yarn.lock', 'package.json', '.yarnrc.yml'];
  for (const folder of WORKSPACE_FOLDERS) {
    const entries = await readdir(join(root, folder)).catch(() => []);
    files.push(...entries.sort().map(name => `${folder}/${name}/package.json`));
  }
  for (const file of files) {
    const content = await readFile(join(root, file)).catch(() => undefined);
    if (content) {
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/** Runs `yarn install --immutable`, or nothing when nothing has changed. */
export async function installDependencies({
  root,
  env,
  progress,
  run = runChild,
}) {
  const hash = await installHash(root);
  const stamp = await readFile(join(root, STAMP), 'utf8').catch(() => '');
  if (stamp === hash) {
    return false;
  }
  try {
    await progress.during('Installing dependencies', () =>
      run({
        command: 'yarn',
        args: ['install', '--immutable'],
        cwd: root,
        env,
      }),
    );
  } catch (error) {
    throw new Error(
      `The dependencies could not be installed. Yarn said:\n${
        error.output ?? error.message
      }`,
    );
  }
  await writeFile(join(root, STAMP), hash);
  return true;
}
