import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { startChild } from './children.mjs';

const PREFIX = 'testbed: ';

/**
 * Starts what the suites need (`postgres`, `control-plane`, `chromium`,
 * `helm`) once for the whole run, by the small program in packages/testbed. Resolves to the
 * variables that hand it to the tests, and to a reason for all that is
 * `missing` on this machine.
 */
export async function startTestbed({ root, env, needs }) {
  const program = 'packages/testbed/src/bin/serve.ts';
  if (needs.length === 0 || !existsSync(join(root, program))) {
    return { env: {}, missing: {}, stop: async () => {} };
  }
  let answer;
  let rest = '';
  const answered = new Promise(resolve => {
    answer = resolve;
  });
  const child = startChild({
    command: 'node',
    args: [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      program,
      ...needs,
    ],
    cwd: root,
    env,
    onOutput: text => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith(PREFIX)) {
          answer(JSON.parse(line.slice(PREFIX.length)));
        } else {
          process.stdout.write(`${line}\n`);
        }
      }
    },
  });
  const ended = child.done.then(code => ({
    env: {},
    missing: Object.fromEntries(
      needs.map(need => [need, `the testbed ended with exit code ${code}`]),
    ),
  }));
  return { ...(await Promise.race([answered, ended])), stop: child.stop };
}
