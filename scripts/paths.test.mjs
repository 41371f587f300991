import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { findFiles } from './lib/findFiles.mjs';
import { clashingPaths, refusedPaths } from './lib/paths.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

describe('the paths of the repository', () => {
  const tracked = trackedPaths();

  it('are all read', () => {
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

/** What git tracks; without git, as in an archive, all files that are there. */
function trackedPaths() {
  try {
    return execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '-z'], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
      stdio: 'pipe',
    })
      .split('\0')
      .filter(path => path && existsSync(join(ROOT, path)));
  } catch {
    return findFiles(ROOT, () => true).map(path => relative(ROOT, path));
  }
}
