import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

import { pruneCache } from './pruneCache.mjs';

const DAY_MS = 24 * 60 * 60 * 1000;

it('pruneCache removes what nobody used for two weeks', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-prune-'));
  try {
    await mkdir(join(folder, 'old'));
    await mkdir(join(folder, 'used'));
    await pruneCache({ folder, key: 'used', now: Date.now() + 13 * DAY_MS });
    assert.deepEqual((await readdir(folder)).sort(), ['old', 'used']);
    await pruneCache({ folder, key: 'new', now: Date.now() + 15 * DAY_MS });
    assert.deepEqual(await readdir(folder), ['used']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
