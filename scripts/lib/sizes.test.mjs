import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isHandWrittenSource, judgeSizes } from './sizes.mjs';

describe('judgeSizes', () => {
  it('accepts 500 lines and names what is longer', () => {
    assert.equal(judgeSizes([{ path: 'a.ts', lines: 500 }]).ok, true);
    const { ok, lines } = judgeSizes([
      { path: 'a.ts', lines: 501 },
      { path: 'b.ts', lines: 301 },
      { path: 'c.ts', lines: 300 },
    ]);
    assert.equal(ok, false);
    assert.deepEqual(lines, [
      '3 files, median 301 lines, 1 above 300, 1 above 500',
      'error: a.ts has 501 lines; split it by noun or verb (limit 500)',
      'warning: b.ts has 301 lines; look again',
    ]);
  });
});

describe('isHandWrittenSource', () => {
  for (const [path, counts] of [
    ['plugins/x/src/a.ts', true],
    ['plugins/x/src/a.tsx', true],
    ['scripts/a.mjs', true],
    ['plugins/x/src/a.test.ts', false],
    ['plugins/x/src/a.stories.tsx', false],
    ['plugins/x/src/generated/a.ts', false],
    ['plugins/x/README.md', false],
  ]) {
    it(`answers ${counts} for ${path}`, () => {
      assert.equal(isHandWrittenSource(path), counts);
    });
  }
});
