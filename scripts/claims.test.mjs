import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  endpointsOf,
  namedCodes,
  namedEndpoints,
  namedKeys,
} from './lib/claims.mjs';
import { declaredKeys } from './lib/configKeys.mjs';
import { readPages } from './lib/docs.mjs';
import { findFiles } from './lib/findFiles.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = path => readFileSync(join(ROOT, path), 'utf8');

describe('the documentation', () => {
  const { documents } = readPages(ROOT);
  const texts = documents.map(path => ({ path, text: read(path) }));
  const unknown = (names, known) =>
    texts.flatMap(({ path, text }) =>
      names(text)
        .filter(name => !known(name))
        .map(name => `${path}: ${name}`),
    );
  const counted = names => texts.flatMap(({ text }) => names(text)).length;

  it('names only endpoints that openapi.yaml has', () => {
    const endpoints = new Set(
      endpointsOf(read('plugins/missions-backend/src/schema/openapi.yaml')),
    );
    assert.ok(endpoints.size > 20);
    assert.ok(counted(namedEndpoints) > 5);
    assert.deepEqual(
      unknown(namedEndpoints, name => endpoints.has(name)),
      [],
    );
  });

  it('names only codes and rules that the sources have', () => {
    const sources = ['plugins', 'packages']
      .flatMap(folder =>
        findFiles(join(ROOT, folder), path => /\.tsx?$/.test(path)),
      )
      .map(path => readFileSync(path, 'utf8'))
      .join('\n');
    assert.ok(counted(namedCodes) > 50);
    assert.deepEqual(
      unknown(namedCodes, name => sources.includes(name)),
      [],
    );
  });

  it('names only keys, permissions, metrics and attributes that are declared', () => {
    const keys = ['missions-backend', 'missions-backend-module-demo'].flatMap(
      plugin => declaredKeys(read(`plugins/${plugin}/config.d.ts`)),
    );
    const permissions = read(
      'plugins/missions-common/src/permissions/permissions.ts',
    ).matchAll(/name: '(missions\.[a-z.]+)'/g);
    const told = ['instruments', 'spans'].flatMap(name => [
      ...read(`plugins/missions-backend/src/telemetry/${name}.ts`).matchAll(
        /'(missions\.[A-Za-z.]+)'/g,
      ),
    ]);
    const known = new Set([
      ...told.map(match => match[1]),
      ...keys.map(({ key }) => key),
      ...[...permissions].map(match => match[1]),
    ]);
    assert.ok(counted(namedKeys) > 20);
    assert.deepEqual(
      unknown(namedKeys, name => known.has(name)),
      [],
    );
  });
});
