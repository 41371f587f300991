import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { CommandFailedError } from './children.mjs';
import { installDependencies } from './install.mjs';

const progress = { during: (_text, work) => work() };

describe('installDependencies', () => {
  let root;
  let runs;
  const install = (run = async command => runs.push(command)) =>
    installDependencies({ root, env: {}, progress, run });

  beforeEach(async () => {
    runs = [];
    root = await mkdtemp(join(tmpdir(), 'mission-control-install-'));
    await mkdir(join(root, 'plugins', 'one'), { recursive: true });
    await mkdir(join(root, 'node_modules'));
    await writeFile(join(root, 'yarn.lock'), 'lock');
    await writeFile(join(root, 'package.json'), '{}');
    await writeFile(join(root, 'plugins', 'one', 'package.json'), '{}');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('installs what the lock file says and changes nothing in it', async () => {
    assert.equal(await install(), true);
    assert.equal(runs[0].command, 'yarn');
    assert.deepEqual(runs[0].args, ['install', '--immutable']);
  });

  it('does nothing when nothing has changed', async () => {
    await install();
    assert.equal(await install(), false);
    assert.equal(runs.length, 1);
  });

  for (const file of ['yarn.lock', 'plugins/one/package.json']) {
    it(`installs again when ${file} changed`, async () => {
      await install();
      await writeFile(join(root, file), '{ "other": true }');
      assert.equal(await install(), true);
    });
  }

  it('quotes Yarn and installs again after a failure', async () => {
    await assert.rejects(
      install(async () => {
        throw new CommandFailedError('yarn', 1, 'YN0028: lockfile');
      }),
      /could not be installed.*YN0028: lockfile/s,
    );
    assert.equal(await install(), true);
  });
});
