import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { buildOnce } from '../cache/buildOnce';
import { cacheRoot } from '../cache/cacheRoot';
import { assertGo } from '../controlplane/buildBinaries';

/** The Go module that names the commands; it holds no code of ours. */
const GO_MODULE = resolve(__dirname, '../../age');
const COMMANDS = ['age', 'age-plugin-batchpass'] as const;

const execFileAsync = promisify(execFile);

/**
 * The folder with the command `age` and its plugin that takes a passphrase from
 * the environment; built from the Go module proxy once a machine.
 *
 * @throws MissingToolError when it must be built and there is no Go.
 */
export async function buildAge(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) {
    hash.update(readFileSync(join(GO_MODULE, file)));
  }
  const key = hash.digest('hex').slice(0, 16);
  const folder = join(
    cacheRoot(),
    'age',
    `${key}-${process.platform}-${process.arch}`,
  );
  if (!existsSync(folder)) {
    await assertGo();
  }
  await buildOnce(folder, async unfinished => {
    for (const command of COMMANDS) {
      await execFileAsync(
        'go',
        [
          'build',
          '-trimpath',
          '-o',
          join(unfinished, command),
          `filippo.io/age/cmd/${command}`,
        ],
        {
          cwd: GO_MODULE,
          env: { ...process.env, CGO_ENABLED: '0', GOTOOLCHAIN: 'local' },
        },
      );
    }
  });
  return folder;
}

/** Decrypts a file by the command, into the one that is named. */
export async function openByAge(options: {
  file: string;
  into: string;
  passphrase: string;
}): Promise<void> {
  const { file, into, passphrase } = options;
  const folder = await buildAge();
  await execFileAsync(
    join(folder, 'age'),
    ['--decrypt', '-j', 'batchpass', '-o', into, file],
    {
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        AGE_PASSPHRASE: passphrase,
      },
    },
  );
}
