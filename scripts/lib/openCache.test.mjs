import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

import { openCache } from './openCache.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;

it('openCache removes what nobody used for two weeks, and of clones that are gone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-caches-'));
  const [root, gone] = [join(folder, 'clone'), join(folder, 'gone')];
  const caches = join(folder, 'caches');
  const open = (key, days, of = root) =>
    openCache({
      folder: caches,
      root: of,
      key,
      now: Date.now() + days * DAY_MS,
    });
  const left = async () => (await readdir(caches)).sort();
  try {
    await mkdir(root);
    await mkdir(gone);
    assert.equal(await open('old', 0), join(caches, 'old'));
    await open('elsewhere', 0, gone);
    await open('used', 13);
    assert.deepEqual(await left(), ['elsewhere', 'old', 'used']);
    await rm(gone, { recursive: true });
    await open('used', 13);
    assert.deepEqual(await left(), ['old', 'used']);
    await open('new', 15);
    assert.deepEqual(await left(), ['new', 'used']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
