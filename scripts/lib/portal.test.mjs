import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { openPortalLog, prepareDataFolder } from './dataFolder.mjs';
import {
  backendEnds,
  portalSettings,
  startPortal,
  waitUntilReady,
} from './portal.mjs';
import { assertPortsFree } from './ports.mjs';

const PENDING = new Promise(() => {});

describe('prepareDataFolder', () => {
  it('makes a sealing key of 32 bytes, readable by nobody else, once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-data-'));
    try {
      const keyFile = await prepareDataFolder(folder);
      const key = await readFile(keyFile, 'utf8');
      assert.equal(Buffer.from(key, 'base64').length, 32);
      assert.equal((await stat(keyFile)).mode % 0o1000, 0o600);
      await prepareDataFolder(folder);
      assert.equal(await readFile(keyFile, 'utf8'), key);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('prepareDataFolder of a folder that cannot be used', () => {
  it('names the folder, what is in the way, and the option', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-data-'));
    try {
      await writeFile(join(folder, 'file'), '');
      const data = join(folder, 'file', 'data');
      await assert.rejects(prepareDataFolder(data), ({ message }) => {
        assert.ok(message.startsWith(`The data folder ${data} cannot be used`));
        assert.match(message, /a file is in its way \(ENOTDIR, /);
        assert.match(message, /choose another: npm start -- --data/);
        return true;
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('openPortalLog', () => {
  it('leaves the log of another portal of the same folder as it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mission-control-data-'));
    try {
      const first = openPortalLog(folder, 7007);
      first.log.end('first\n');
      await once(first.log, 'close');
      const second = openPortalLog(folder, 7107);
      second.log.end('second\n');
      await once(second.log, 'close');
      assert.equal(await readFile(first.file, 'utf8'), 'first\n');
      assert.equal(await readFile(second.file, 'utf8'), 'second\n');
      assert.equal((await stat(first.file)).mode % 0o1000, 0o600);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('assertPortsFree', () => {
  it('names the port in use and the option that changes it', async () => {
    const server = createServer();
    await new Promise(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address();
    await assert.rejects(assertPortsFree({ port }, { patienceMs: 0 }), {
      message:
        `Port ${port} is in use, perhaps by another Mission Control. Stop ` +
        'what listens there, or choose another: npm start -- --port ' +
        `${port + 100}`,
    });
    await new Promise(done => server.close(done));
    await assertPortsFree({ port });
  });

  it('waits for a portal that is just ending', async () => {
    const answers = [false, false, true];
    await assertPortsFree(
      { port: 3000 },
      { isFree: async () => answers.shift(), patienceMs: 60_000 },
    );
    assert.deepEqual(answers, []);
  });

  it('speaks of several ports as several', async () => {
    const busy = assertPortsFree(
      { port: 3000, 'backend-port': 7007 },
      { isFree: async () => false, patienceMs: 0 },
    );
    await assert.rejects(busy, {
      message:
        'Ports 3000 and 7007 are in use, perhaps by another Mission Control. ' +
        'Stop what listens there, or choose others: npm start -- --port 3100 ' +
        '--backend-port 7107',
    });
  });
});

describe('portalSettings', () => {
  it('keeps every database in files of the data folder', () => {
    const settings = portalSettings({
      port: 3100,
      backendPort: 7107,
      data: '/data',
    });
    assert.equal(settings.APP_CONFIG_app_baseUrl, 'http://localhost:3100');
    assert.equal(settings.APP_CONFIG_backend_listen_port, '7107');
    assert.equal(
      settings.APP_CONFIG_backend_database_connection_directory,
      '/data/database',
    );
    assert.ok(!JSON.stringify(settings).includes(':memory:'));
  });
});

describe('waitUntilReady', () => {
  it('ends with the reasons of a backend that could not start', async () => {
    const output =
      'info Starting\nBackend startup failed due to the following errors:\n' +
      "  Plugin 'missions' startup failed; caused by MissionError: in use\n" +
      'info Task worker finished\n';
    await assert.rejects(
      waitUntilReady({
        portal: { done: PENDING, lastOutput: () => output },
        addresses: ['http://a'],
        fetcher: async () => ({ ok: false }),
      }),
      {
        message:
          'Backend startup failed due to the following errors:\n' +
          "  Plugin 'missions' startup failed; caused by MissionError: in use",
      },
    );
  });

  it('waits until every address answers', async () => {
    const calls = [];
    await waitUntilReady({
      portal: { done: PENDING, lastOutput: () => '' },
      addresses: ['http://a', 'http://b'],
      fetcher: async address => {
        calls.push(address);
        if (calls.length === 1) {
          throw new Error('refused');
        }
        return { ok: true };
      },
    });
    assert.deepEqual(calls, ['http://a', 'http://b', 'http://a']);
  });

  it('quotes the portal when it ends first', async () => {
    await assert.rejects(
      waitUntilReady({
        portal: { done: Promise.resolve(3), lastOutput: () => 'no such file' },
        addresses: ['http://a'],
        fetcher: async () => ({ ok: false }),
      }),
      /exit code 3 before it was ready.*no such file/s,
    );
  });

  it('names what did not answer in time', async () => {
    await assert.rejects(
      waitUntilReady({
        portal: { done: PENDING, lastOutput: () => 'compiling' },
        addresses: ['http://a', 'http://b'],
        fetcher: async address => ({ ok: address === 'http://b' }),
        limitMs: 10,
      }),
      /^Error: http:\/\/a did not answer within 0\.01 s.*compiling/s,
    );
  });
});

describe('backendEnds', () => {
  it('tells of each end once, however the output comes', () => {
    const heard = [];
    const hear = backendEnds(end => heard.push(end));
    for (const text of [
      'info The backend process ended with a joke.\n\nThe backend proc',
      'ess ended with exit code 1.',
      '\ninfo Starting\nThe backend process ended with signal SIGKILL.\n',
    ]) {
      hear(text);
    }
    assert.deepEqual(heard, [
      'The backend process ended with exit code 1',
      'The backend process ended with signal SIGKILL',
    ]);
  });
});

/** A CLI that starts a backend as Backstage's does, and outlives it. */
const CLI = `
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['-e', '', 'src/other']);
  spawn(process.execPath, ['-e', process.env.BACKEND, 'src/index'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  setInterval(() => {}, 1000);
`;

describe('waitUntilReady of a CLI that keeps silent about its backend', () => {
  for (const [how, backend] of [
    ['signal SIGSEGV', "process.kill(process.pid, 'SIGSEGV')"],
    ['exit code 139', 'process.exit(139)'],
  ]) {
    it(`says that it ended with ${how} and where its log is`, async () => {
      const root = await mkdtemp(join(tmpdir(), 'mission-control-cli-'));
      const bin = join(root, 'node_modules', '.bin');
      await mkdir(bin, { recursive: true });
      await writeFile(join(bin, 'backstage-cli'), CLI);
      const portal = startPortal({
        root,
        env: { ...process.env, BACKEND: backend },
      });
      try {
        await assert.rejects(
          waitUntilReady({
            portal,
            addresses: ['http://a'],
            logFile: 'portal.log',
            fetcher: async () => ({ ok: false }),
            limitMs: 20_000,
          }),
          {
            message:
              `The backend process ended with ${how} before it was ready. ` +
              'What it printed is in portal.log. Run npm start once more; ' +
              'should it end again, the last lines there say what it was doing.',
          },
        );
      } finally {
        await portal.stop();
        await rm(root, { recursive: true, force: true });
      }
    });
  }
});
