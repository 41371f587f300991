import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { clashingPaths, refusedPaths } from './paths.mjs';

describe('clashingPaths', () => {
  it('names files and folders that differ by capital letters only, modules also by their ending', () => {
    assert.deepEqual(
      clashingPaths([
        'src/DriftChoices.tsx',
        'src/driftChoices.ts',
        'src/driftChoices.tsx',
        'Docs/a.md',
        'docs/b.md',
      ]),
      [
        ['src/DriftChoices.tsx', 'src/driftChoices.ts', 'src/driftChoices.tsx'],
        ['Docs', 'docs'],
      ],
    );
  });

  it('takes both ways to write an accent for one', () => {
    assert.equal(clashingPaths(['caf\u00e9.md', 'cafe\u0301.md']).length, 1);
  });

  it('leaves a file in two folders alone', () => {
    assert.deepEqual(clashingPaths(['a/index.ts', 'b/index.ts']), []);
  });
});

describe('refusedPaths', () => {
  for (const path of [
    'docs/what?.md',
    'a:b.ts',
    'a\\b.ts',
    'tab\t.ts',
    'end. /a.ts',
    'a/end.',
    'a/aux.ts',
    'NUL',
    'com1.json',
    `${'long/'.repeat(40)}a.ts`,
  ]) {
    it(`names ${JSON.stringify(path.slice(0, 20))}`, () => {
      assert.deepEqual(refusedPaths([path]), [path]);
    });
  }

  it('leaves ordinary paths alone', () => {
    const paths = [
      'src/auxiliary.ts',
      '.ci/run',
      'docs/0001-a-b.md',
      'console.ts',
    ];
    assert.deepEqual(refusedPaths(paths), []);
  });
});
