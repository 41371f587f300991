import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SCRIPT = join(ROOT, 'scripts', 'legalFiles.mjs');

describe('legalFiles', () => {
  let folder;
  const run = verb =>
    spawnSync(process.execPath, [SCRIPT, verb], {
      cwd: folder,
      encoding: 'utf8',
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mission-control-legal-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('puts the license and the notice of the repository into a package', () => {
    assert.equal(run('add').status, 0);
    for (const name of ['LICENSE', 'NOTICE']) {
      assert.equal(
        readFileSync(join(folder, name), 'utf8'),
        readFileSync(join(ROOT, name), 'utf8'),
      );
    }
  });

  it('takes them away again, also when they are not there', () => {
    run('add');
    assert.equal(run('remove').status, 0);
    assert.equal(run('remove').status, 0);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('refuses what it does not know', () => {
    const { status, stderr } = run('keep');
    assert.notEqual(status, 0);
    assert.match(stderr, /not "keep"/);
  });
});
