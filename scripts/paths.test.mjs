import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { clashingPaths, refusedPaths } from './lib/paths.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

describe('the paths of the repository', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
  })
    .split('\0')
    .filter(path => path && existsSync(join(ROOT, path)));

  it('are those of git', () => {
    assert.ok(tracked.includes('package.json'));
    assert.ok(tracked.length > 100);
  });

  it('differ by more than capital letters', () => {
    assert.deepEqual(clashingPaths(tracked), []);
  });

  it('can all be checked out on Windows', () => {
    assert.deepEqual(refusedPaths(tracked), []);
  });
});
