import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CommandFailedError, runChild, startChild } from './children.mjs';

describe('runChild', () => {
  it('hands arguments over as they are, without a shell', async () => {
    const output = await runChild({
      command: 'node',
      args: ['-e', 'console.log(process.argv[1])', '$HOME; echo "x"'],
    });
    assert.equal(output.trim(), '$HOME; echo "x"');
  });

  it('keeps all output of a command that exits at once', async () => {
    const output = await runChild({
      command: 'node',
      args: [
        '-e',
        "console.log('é'.repeat(1e6)); console.log('end'); process.exit(0)",
      ],
    });
    assert.equal(output, `${'é'.repeat(1e6)}\nend\n`);
  });

  it('fails with the exit code and the output', async () => {
    await assert.rejects(
      runChild({
        command: 'node',
        args: ['-e', 'console.error("why"); process.exit(4)'],
      }),
      error =>
        error instanceof CommandFailedError &&
        error.code === 4 &&
        error.output.includes('why'),
    );
  });

  it('ends a command that takes too long', async () => {
    await assert.rejects(
      runChild({
        command: 'node',
        args: ['-e', 'setInterval(() => {}, 1000)'],
        limitMs: 300,
      }),
      error =>
        error.code === 124 && /did not end within 0\.3 s/.test(error.output),
    );
  });

  it('says so when the command does not exist', async () => {
    await assert.rejects(
      runChild({ command: 'no-such-command-here' }),
      error => error.code === 127 && /cannot be started/.test(error.output),
    );
  });
});

describe('startChild', () => {
  it('ends the command on stop', async () => {
    const child = startChild({
      command: 'node',
      args: ['-e', 'setInterval(() => {}, 1000)'],
      onOutput: () => {},
    });
    await child.stop();
    assert.notEqual(await child.done, 0);
  });

  it('ends the command when its supervisor is killed', async () => {
    let say;
    const said = new Promise(resolve => {
      say = resolve;
    });
    const child = startChild({
      command: 'node',
      args: [
        '-e',
        'console.log(process.ppid, process.pid); setInterval(() => {}, 1000)',
      ],
      onOutput: say,
    });
    const [supervisor, command] = (await said).trim().split(' ').map(Number);
    process.kill(supervisor, 'SIGKILL');
    assert.equal(await child.done, 1);
    assert.throws(() => process.kill(command, 0), { code: 'ESRCH' });
  });
});
