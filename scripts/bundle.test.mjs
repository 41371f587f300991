import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { measureEagerBundle } from './lib/bundle.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PLUGIN = 'plugins/missions/src';
const LIMIT_BYTES = 60 * 1024;

/** A page's text is in the translation ref of the plugin; the rest is not. */
const isOfPage = path =>
  path.startsWith(`${PLUGIN}/pages/`) && !path.endsWith('/messages.ts');

for (const entry of ['alpha.tsx', 'index.ts']) {
  test(`${entry} adds at most 60 KB before a page is opened`, async t => {
    const { bytes, modules } = await measureEagerBundle({
      root: ROOT,
      entry: `${PLUGIN}/${entry}`,
    });
    t.diagnostic(`${(bytes / 1024).toFixed(1)} KB gzipped`);
    assert.ok(bytes <= LIMIT_BYTES, `${bytes} bytes gzipped`);
    assert.deepEqual(modules.filter(isOfPage), []);
  });
}

test('a page that is imported at once is seen', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-bundle-'));
  t.after(() => rm(folder, { recursive: true }));
  const entry = join(folder, 'entry.ts');
  const source = JSON.stringify(join(ROOT, PLUGIN));
  await writeFile(
    entry,
    ['alpha', 'pages/run/RunPage']
      .map(path => `export * from ${source.slice(0, -1)}/${path}";\n`)
      .join(''),
  );
  const { modules } = await measureEagerBundle({ root: ROOT, entry });
  assert.ok(modules.filter(isOfPage).length > 0);
});
