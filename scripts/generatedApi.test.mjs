import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  DESCRIPTION,
  SERVER_FOLDER,
  embeddedSpec,
  generationProblems,
} from './lib/generatedApi.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = path => readFileSync(join(ROOT, path), 'utf8');
const common = join(ROOT, 'plugins/missions-common/package.json');
const { parse } = createRequire(common)('yaml');

describe('the generated API', () => {
  it('validates by what openapi.yaml says', () => {
    assert.deepEqual(
      embeddedSpec(read(`${SERVER_FOLDER}/router.ts`)),
      parse(read(DESCRIPTION)),
    );
  });

  it('was generated from openapi.yaml as it is, and left alone', () => {
    assert.deepEqual(generationProblems(ROOT), []);
  });
});
