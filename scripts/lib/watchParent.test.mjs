import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';

const CHILD = `
  import { watchParent } from ${JSON.stringify(
    new URL('./watchParent.mjs', import.meta.url).href,
  )};
  watchParent(() => { console.log('gone'); process.exit(); });
  setTimeout(() => { console.log('still here'); process.exit(); }, 20_000);
  console.log('started');
`;

it('tells what a shell runs that the shell was ended', async () => {
  const shell = spawn(
    'sh',
    ['-c', '"$0" --input-type=module -e "$1"; true', process.execPath, CHILD],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  shell.stdout.setEncoding('utf8').on('data', text => {
    said += text;
    if (said === 'started\n') {
      shell.kill('SIGTERM');
    }
  });
  await once(shell.stdout, 'end');
  assert.equal(said, 'started\ngone\n');
});
