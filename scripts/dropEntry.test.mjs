import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'dropEntry.mjs');

describe('dropEntry', () => {
  let folder;
  const run = entry =>
    spawnSync(process.execPath, [SCRIPT, entry], {
      cwd: folder,
      encoding: 'utf8',
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mission-control-entry-'));
    mkdirSync(join(folder, 'dist'));
    for (const name of ['index.cjs.js', 'bench.cjs.js', 'bench.d.ts']) {
      writeFileSync(join(folder, 'dist', name), '');
    }
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({
        name: 'house',
        exports: { '.': './dist/index.cjs.js', './bench': './dist/bench' },
        typesVersions: { '*': { bench: ['dist/bench.d.ts'] } },
      }),
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves nothing of an entry in what is packed', () => {
    assert.equal(run('bench').status, 0);
    assert.deepEqual(
      JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
      {
        name: 'house',
        exports: { '.': './dist/index.cjs.js' },
        typesVersions: { '*': {} },
      },
    );
    assert.deepEqual(readdirSync(join(folder, 'dist')), ['index.cjs.js']);
  });

  it('refuses an entry that is not there', () => {
    const { status, stderr } = run('lost');
    assert.notEqual(status, 0);
    assert.match(stderr, /house has no entry ".\/lost"/);
  });
});
