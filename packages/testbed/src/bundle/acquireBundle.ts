import { join, resolve } from 'node:path';
import { buildOnce } from '../cache/buildOnce';
import { cacheRoot } from '../cache/cacheRoot';
import { dropUnused } from '../cache/dropUnused';
import { buildBundle } from './buildBundle';
import { bundleKey } from './bundleKey';

const ROOT = resolve(__dirname, '../../../..');

/**
 * The folder of a package with the production build of the frontend in dist/:
 * kept in the cache for as long as nothing changes that it is made of.
 */
export async function acquireBundle(): Promise<string> {
  const parent = join(cacheRoot(), 'portal');
  const key = bundleKey(ROOT);
  const folder = join(parent, key);
  await buildOnce(folder, async unfinished => {
    await buildBundle({ root: ROOT, folder: unfinished });
    if (bundleKey(ROOT) !== key) {
      throw new Error('The frontend was edited while it was built: run again');
    }
  });
  await dropUnused(parent, folder);
  return folder;
}
