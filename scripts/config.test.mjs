import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { namedKeys } from './lib/claims.mjs';
import { declaredKeys, namesPart, readKeys } from './lib/configKeys.mjs';
import { findFiles } from './lib/findFiles.mjs';

const PLUGINS = join(dirname(fileURLToPath(import.meta.url)), '..', 'plugins');
const isOfProgram = path =>
  /\.tsx?$/.test(path) && !/\.test\.|\/(?:__testUtils__|testing)\//.test(path);
const sourcesOf = plugin =>
  findFiles(join(PLUGINS, plugin, 'src'), isOfProgram).map(path =>
    readFileSync(path, 'utf8'),
  );

const CONFIGURED = ['missions-backend', 'missions-backend-module-demo'];
const declaredBy = plugin =>
  declaredKeys(readFileSync(join(PLUGINS, plugin, 'config.d.ts'), 'utf8'));

for (const plugin of CONFIGURED) {
  describe(`the configuration of ${plugin}`, () => {
    const declared = declaredBy(plugin);
    const sources = sourcesOf(plugin);

    it('has a comment for each key', () => {
      const silent = declared.filter(({ hasComment }) => !hasComment);
      assert.deepEqual(
        silent.map(({ key }) => key).filter(key => key !== 'missions'),
        [],
      );
    });

    it('declares each key that is read', () => {
      const known = new Set(declared.map(({ key }) => key));
      const read = sources.flatMap(readKeys);
      assert.ok(read.length > 0);
      assert.deepEqual(
        read.filter(key => !known.has(key)),
        [],
      );
    });

    it('declares no key that nobody reads', () => {
      const leaves = declared.filter(({ isLeaf }) => isLeaf);
      assert.ok(leaves.length > 0);
      assert.deepEqual(
        leaves
          .map(({ key }) => key)
          .filter(key => !sources.some(source => namesPart(source, key))),
        [],
      );
    });
  });
}

describe('the table of keys in the README of the backend', () => {
  it('has each that is declared, once, and no other', () => {
    const readme = readFileSync(
      join(PLUGINS, 'missions-backend', 'README.md'),
      'utf8',
    );
    const [, section] = readme.split('\n## Configuration\n');
    const [table] = section.split('\n## ');
    const rows = [...table.matchAll(/^\| (`missions\.[^|]*`) /gm)];
    assert.deepEqual(
      rows.flatMap(([, key]) => namedKeys(key)).sort(),
      CONFIGURED.flatMap(declaredBy)
        .filter(({ isLeaf }) => isLeaf)
        .map(({ key }) => key)
        .sort(),
    );
  });
});

describe('the configuration of other plugins', () => {
  for (const plugin of [
    'missions',
    'missions-backend-module-kubernetes',
    'missions-common',
    'missions-node',
    'missions-react',
    'scaffolder-backend-module-missions',
  ]) {
    it(`is not read by ${plugin}, which declares none`, () => {
      assert.deepEqual(sourcesOf(plugin).flatMap(readKeys), []);
    });
  }
});
