import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  integrationForm,
  runSuite,
  SUITES,
  testFiles,
  withEarlier,
} from './suites.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const PASSED = { passed: 3, failed: 0, skipped: 0 };
const suite = {
  id: 'browser',
  needs: ['postgres', 'chromium'],
  requires: ['chromium'],
  run: async () => PASSED,
};

describe('runSuite', () => {
  it('runs a suite whose needs are met', async () => {
    assert.deepEqual(await runSuite(suite, { missing: {} }), PASSED);
  });

  it('does not run a suite without what it requires', async () => {
    assert.deepEqual(
      await runSuite(suite, { missing: { chromium: 'none for this machine' } }),
      {
        passed: 0,
        failed: 0,
        skipped: 0,
        notRun: 'chromium: none for this machine',
      },
    );
  });

  it('runs a suite that lacks something else, and says so', async () => {
    assert.deepEqual(
      await runSuite(suite, { missing: { postgres: 'no binary' } }),
      { ...PASSED, notRun: 'postgres: no binary' },
    );
  });
});

describe('SUITES', () => {
  const requires = id => SUITES.find(one => one.id === id).requires;

  it('run in a browser without a control plane what needs none', async () => {
    assert.deepEqual(requires('browser'), ['chromium']);
    assert.deepEqual(requires('browser-control-plane'), [
      'control-plane',
      'chromium',
    ]);
    const files = testFiles(ROOT, 'browser');
    assert.ok(files.length > 1);
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      assert.doesNotMatch(text, /real: true|ControlPlane\b/, file);
    }
  });
});

describe('integrationForm', () => {
  const variables = (long, env = {}) => integrationForm({ env, long });

  it('is told to the short form', () => {
    assert.deepEqual(variables(undefined, { A: '1' }), {
      A: '1',
      MISSIONS_TEST_SHORT: 'true',
    });
  });

  it('is never short in the long form, whatever the environment says', () => {
    const env = { A: '1', MISSIONS_TEST_SHORT: 'true' };
    assert.deepEqual(variables(true, env), { A: '1' });
  });

  it('is what the suite of integration tests goes by', () => {
    const { environment } = SUITES.find(({ id }) => id === 'integration');
    assert.equal(environment, integrationForm);
  });
});

describe('withEarlier', () => {
  const suites = [
    { id: 'install' },
    { id: 'types', after: ['install'] },
    { id: 'reports', after: ['types'] },
  ];

  it('adds the suites whose work a suite reads', () => {
    assert.deepEqual(withEarlier(['reports'], suites).sort(), [
      'install',
      'reports',
      'types',
    ]);
  });

  it('leaves what needs no other suite as it is', () => {
    assert.deepEqual(withEarlier(['install'], suites), ['install']);
  });
});

describe('testFiles', () => {
  it('sorts tests into suites by the end of their names', async () => {
    const root = await mkdtemp(join(tmpdir(), 'mission-control-suites-'));
    try {
      const folder = join(root, 'plugins', 'one', 'src');
      await mkdir(folder, { recursive: true });
      for (const name of [
        'a.ts',
        'a.test.ts',
        'b.test.tsx',
        'c.integration.test.ts',
        'd.controlplane.test.ts',
        'e.browser.test.ts',
        'f.browser-controlplane.test.ts',
      ]) {
        await writeFile(join(folder, name), '');
      }
      const names = kind => testFiles(root, kind).map(path => basename(path));
      assert.deepEqual(names('unit'), ['a.test.ts', 'b.test.tsx']);
      assert.deepEqual(names('integration'), ['c.integration.test.ts']);
      assert.deepEqual(names('control-plane'), ['d.controlplane.test.ts']);
      assert.deepEqual(names('browser'), ['e.browser.test.ts']);
      assert.deepEqual(names('browser-control-plane'), [
        'f.browser-controlplane.test.ts',
      ]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
});
