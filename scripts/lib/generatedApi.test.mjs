import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import {
  CLIENT_FOLDER,
  DESCRIPTION,
  RECORD,
  SERVER_FOLDER,
  embeddedSpec,
  generationProblems,
  recordGeneration,
} from './generatedApi.mjs';

const byHand = folder =>
  `${folder} was changed by hand; run "yarn generate-api"`;
const outdated = folder =>
  `${folder} was not generated from ${DESCRIPTION} as it is now; run "yarn generate-api"`;

describe('the record of what was generated', () => {
  let root;
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mission-control-generated-'));
    write(DESCRIPTION, 'maximum: 200\n');
    write(`${SERVER_FOLDER}/router.ts`, 'export const spec = {} as const;\n');
    write(`${CLIENT_FOLDER}/models/Run.model.ts`, 'export interface Run {}\n');
    recordGeneration(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('has nothing against what was just generated', () => {
    assert.deepEqual(generationProblems(root), []);
  });

  it('finds a description that changed afterwards', () => {
    write(DESCRIPTION, 'maximum: 201\n');
    assert.deepEqual(generationProblems(root), [
      outdated(SERVER_FOLDER),
      outdated(CLIENT_FOLDER),
    ]);
  });

  it('finds a model that somebody edited', () => {
    write(`${CLIENT_FOLDER}/models/Run.model.ts`, 'export type Run = {};\n');
    assert.deepEqual(generationProblems(root), [byHand(CLIENT_FOLDER)]);
  });

  it('finds a file that somebody added', () => {
    write(`${SERVER_FOLDER}/apis/Extra.ts`, 'export const extra = 1;\n');
    assert.deepEqual(generationProblems(root), [byHand(SERVER_FOLDER)]);
  });

  it('finds a folder that was generated without a record', () => {
    rmSync(join(root, CLIENT_FOLDER, RECORD));
    assert.deepEqual(generationProblems(root), [outdated(CLIENT_FOLDER)]);
  });
});

describe('embeddedSpec', () => {
  it('reads the description out of the router', () => {
    const router =
      'export const spec = {\n  "paths": { "/runs": {} }\n} as const;\nexport const x = {};\n';
    assert.deepEqual(embeddedSpec(router), { paths: { '/runs': {} } });
  });

  it('refuses a router without one', () => {
    assert.throws(() => embeddedSpec('export {};'), /has no "spec/);
  });
});
