import assert from 'node:assert/strict';
import {
  chmod,
  mkdtemp,
  readFile,
  readdir,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { configuredRegistry, installFromNpm } from './npm.mjs';

/** A stand-in for npm that notes its arguments and does as it is told. */
const FAKE_NPM = `#!/usr/bin/env node
const { appendFileSync, mkdirSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(process.env.FAKE_NPM_LOG, JSON.stringify(args) + '\\n');
if (args[0] === 'config') {
  process.stderr.write('npm warn Unknown user config\\n');
  process.stdout.write(process.env.FAKE_NPM_REGISTRY + '\\n');
} else if (process.env.FAKE_NPM_FAILS) {
  process.stderr.write('npm error code ENOTFOUND\\n');
  process.exit(1);
} else {
  mkdirSync(args[args.indexOf('--prefix') + 1] + '/node_modules');
}
`;

describe('npm', () => {
  let folder;
  let env;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-npm-'));
    await writeFile(join(folder, 'npm'), FAKE_NPM);
    await chmod(join(folder, 'npm'), 0o755);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    count += 1;
    env = {
      PATH: `${folder}:${process.env.PATH}`,
      FAKE_NPM_LOG: join(folder, `log-${count}`),
    };
  });
  const calls = async () =>
    (await readFile(env.FAKE_NPM_LOG, 'utf8').catch(() => ''))
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line));

  describe('installFromNpm', () => {
    it('installs exact versions without their scripts', async () => {
      const target = join(folder, 'yarn', '1');
      await installFromNpm({ folder: target, packages: ['a@1.0.0'], env });
      const [args] = await calls();
      assert.ok(args.includes('--ignore-scripts'));
      assert.equal(args.at(-1), 'a@1.0.0');
      assert.deepEqual((await readdir(target)).sort(), [
        'node_modules',
        'package.json',
      ]);
    });

    it('asks npm only once for the same folder', async () => {
      const target = join(folder, 'yarn', '2');
      await installFromNpm({ folder: target, packages: ['a@1.0.0'], env });
      await installFromNpm({ folder: target, packages: ['a@1.0.0'], env });
      assert.equal((await calls()).length, 1);
    });

    it('leaves nothing behind and quotes npm when npm fails', async () => {
      const target = join(folder, 'failing', '1');
      await assert.rejects(
        installFromNpm({
          folder: target,
          packages: ['a@1.0.0'],
          env: { ...env, FAKE_NPM_FAILS: 'yes' },
        }),
        /npm could not install a@1\.0\.0.*npm ping.*ENOTFOUND/s,
      );
      assert.deepEqual(await readdir(join(folder, 'failing')), []);
    });

    it('survives two at once', async () => {
      const target = join(folder, 'twice', '1');
      const options = { folder: target, packages: ['a@1.0.0'], env };
      assert.deepEqual(
        await Promise.all([installFromNpm(options), installFromNpm(options)]),
        [target, target],
      );
      assert.deepEqual(await readdir(join(folder, 'twice')), ['1']);
    });
  });

  describe('configuredRegistry', () => {
    for (const [registry, expected] of [
      ['undefined', undefined],
      ['https://npm.example.com/mirror/', 'https://npm.example.com/mirror'],
      ['http://localhost:4873', 'http://localhost:4873'],
    ]) {
      it(`reads ${registry} as ${expected}`, async () => {
        assert.equal(
          await configuredRegistry({
            env: { ...env, FAKE_NPM_REGISTRY: registry },
          }),
          expected,
        );
      });
    }
  });
});
