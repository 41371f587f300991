import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { brokenReferences } from './docs.mjs';

const HOME = 'plugins/missions/README.md';

function broken(text, from = HOME) {
  const texts = {
    [from]: text,
    'docs/undo.md': '# Undo\n\n## What `it` is, at last\n',
  };
  const paths = new Set([
    ...Object.keys(texts),
    'docs/',
    'plugins/missions/src/',
    'plugins/missions/src/plugin.ts',
    'plugins/missions-node/',
    'plugins/missions-node/src/index.ts',
  ]);
  const repository = 'https://github.com/a/b';
  return brokenReferences(from, {
    paths,
    read: path => texts[path],
    repository,
  });
}

describe('brokenReferences', () => {
  it('names links to files and headings that do not exist', () => {
    assert.deepEqual(
      broken(
        '[a](../../docs/undo.md) [b](../../docs/redo.md) [c](https://example.com)\n' +
          '[d](../../docs/undo.md#what-it-is-at-last) [e](../../docs/undo.md#why) [f](../../docs)',
      ),
      ['../../docs/redo.md', '../../docs/undo.md#why'],
    );
  });

  it('follows links by the address of the repository', () => {
    const at = 'https://github.com/a/b/blob/main';
    assert.deepEqual(
      broken(
        `[a](${at}/docs/undo.md#what-it-is-at-last) [b](${at}/docs/redo.md)\n` +
          `[c](${at}/docs/undo.md#why) [d](https://github.com/a/b/issues)`,
      ),
      [`${at}/docs/redo.md`, `${at}/docs/undo.md#why`],
    );
  });

  it('names paths in backticks that do not exist', () => {
    assert.deepEqual(
      broken('`src/plugin.ts` `src/plugout.ts` `plugin.ts` `lost.ts` `docs/`'),
      ['src/plugout.ts', 'lost.ts'],
    );
  });

  it('looks for a path of a package in that package only', () => {
    assert.deepEqual(broken('`src/index.ts`'), ['src/index.ts']);
    assert.deepEqual(broken('`missions-node/src/index.ts`'), []);
  });

  it('lets `*` stand for a part of a name', () => {
    assert.deepEqual(broken('`plugins/missions-*` `*.ts` `src/*.mjs`'), [
      'src/*.mjs',
    ]);
  });

  it('leaves examples, commands and what is no path alone', () => {
    assert.deepEqual(
      broken(
        '`yarn test src/a.ts` `apps/v1` `@x/y` `src/<Name>/` `/api/x.json`\n' +
          '```ts\n// `src/a.ts` [a](b.md)\n```\n',
      ),
      [],
    );
  });
});
