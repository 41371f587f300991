import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What the engine may not ask, each as the file of an engine would. */
const IMPURE = {
  'Date.now()': 'no-restricted-properties',
  'Math.random()': 'no-restricted-properties',
  'new Date()': 'no-restricted-syntax',
  'Date()': 'no-restricted-syntax',
  'performance.now()': 'no-restricted-globals',
  'process.hrtime()': 'no-restricted-globals',
  'process.env.TZ': 'no-restricted-globals',
  'crypto.randomUUID()': 'no-restricted-globals',
  "fetch('https://a.example')": 'no-restricted-globals',
  'globalThis.Date.now()': 'no-restricted-globals',
  'setTimeout(String, 1)': 'no-restricted-globals',
  'setInterval(String, 1)': 'no-restricted-globals',
  'setImmediate(String)': 'no-restricted-globals',
  'queueMicrotask(String)': 'no-restricted-globals',
  "require('node:fs')": 'no-restricted-globals',
};

const PURE = [
  'new Date(0)',
  "new Date('2026-01-01T00:00:00Z').getTime()",
  'Math.max(1, 2)',
  "Date.parse('2026-01-01')",
];

describe('the engine', () => {
  let eslint;

  before(() => {
    eslint = new ESLint({ cwd: join(ROOT, 'plugins/missions-backend') });
  });

  for (const [code, rule] of Object.entries(IMPURE)) {
    it(`may not ask ${code}`, async () => {
      assert.ok((await broken(code, 'src/engine/probe.ts')).includes(rule));
    });
  }

  it('may calculate with times that it is given', async () => {
    for (const code of PURE) {
      assert.deepEqual(await broken(code, 'src/engine/probe.ts'), [], code);
    }
  });

  it('alone is held to that: the worker has a clock, and so have tests', async () => {
    for (const path of ['src/worker/probe.ts', 'src/engine/probe.test.ts']) {
      for (const code of Object.keys(IMPURE)) {
        assert.deepEqual(await broken(code, path), [], `${path}: ${code}`);
      }
    }
  });

  /** The rules about purity that an expression breaks in a file. */
  async function broken(code, path) {
    const [{ messages }] = await eslint.lintText(
      `export const probe = () => ${code};\n`,
      { filePath: join(ROOT, 'plugins/missions-backend', path) },
    );
    assert.ok(!messages.some(({ fatal }) => fatal), messages[0]?.message);
    return messages
      .map(({ ruleId }) => ruleId)
      .filter(rule => rule.startsWith('no-restricted-'));
  }
});
