import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { brokenReferences, readPages } from './lib/docs.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

describe('the documentation', () => {
  const pages = readPages(ROOT);

  it('is read at the root, in docs and in each package', () => {
    for (const path of [
      'README.md',
      'CONTRIBUTING.md',
      'docs/promises.md',
      'plugins/missions-node/README.md',
      'packages/testbed/README.md',
      'missions/orbit/resource-limits/README.md',
    ]) {
      assert.ok(pages.documents.includes(path), path);
    }
  });

  for (const path of pages.documents) {
    it(`names in ${path} only what exists`, () => {
      assert.deepEqual(brokenReferences(path, pages), []);
    });
  }
});
