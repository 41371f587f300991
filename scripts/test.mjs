/*
 * npm test: everything, in order, with a summary.
 *
 *   npm test                         all suites
 *   npm test -- --only unit,types    some of them
 *   npm test -- --long               all, and the long forms
 *
 * Runs with any Node from 20 on and needs nothing installed but npm.
 */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { cacheRoot } from './lib/cacheRoot.mjs';
import { installDependencies, installHash } from './lib/install.mjs';
import { openCache } from './lib/openCache.mjs';
import { createProgress } from './lib/progress.mjs';
import { checkResult, summaryLines, totalOf } from './lib/results.mjs';
import { runInOrder } from './lib/runInOrder.mjs';
import { runSuite, SUITES, withEarlier } from './lib/suites.mjs';
import { startTestbed } from './lib/testbed.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const NOTHING_STARTED = { env: {}, missing: {} };
const strict = process.env.CI === 'true';

async function main() {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, long: { type: 'boolean' } },
  });
  const chosen = chooseSuites(values.only?.split(','), values.long);
  const progress = createProgress();
  const toolchain = await prepareToolchain({ progress });
  await installDependencies({ root: ROOT, env: toolchain, progress });
  const cache = await openCache({
    folder: join(cacheRoot(), 'tests'),
    root: ROOT,
    key: await cacheKey(),
  });
  const env = testEnvironment(toolchain, cache);
  const needs = [...new Set(chosen.flatMap(suite => suite.needs ?? []))];
  // It may have to be built: the suites that do not need it begin without it.
  const starting = progress.during('Starting the testbed', () =>
    startTestbed({ root: ROOT, env, needs }),
  );
  // Those who await it hear of its failure, and it may fail before anybody does.
  starting.catch(() => {});
  const run = async suite => {
    const testbed = suite.needs ? await starting : NOTHING_STARTED;
    const startedAt = Date.now();
    const result = await progress.during(suite.id, () =>
      runSuite(suite, {
        root: ROOT,
        cache,
        long: values.long,
        env: { ...env, ...testbed.env },
        missing: testbed.missing,
      }).catch(error => checkResult(false, error.message)),
    );
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    return { id: suite.id, result, seconds };
  };
  const results = await runInOrder(chosen, run).finally(async () => {
    await (await starting).stop();
  });
  process.stdout.write(`\n${summaryLines(results, { strict }).join('\n')}\n`);
  process.exitCode = totalOf(results, { strict }).failed > 0 ? 1 : 0;
}

/** Of this clone and the state of its lock file. */
async function cacheKey() {
  return createHash('sha256')
    .update(await installHash(ROOT))
    .update(ROOT)
    .digest('hex')
    .slice(0, 16);
}

function chooseSuites(only, long) {
  const unknown = only?.filter(id => !SUITES.some(suite => suite.id === id));
  if (unknown?.length) {
    throw new Error(
      `--only does not know ${unknown.join(', ')}. The suites are ` +
        `${SUITES.map(({ id }) => id).join(', ')}.`,
    );
  }
  const wanted = only && withEarlier(only);
  return SUITES.filter(
    suite =>
      suite.exists(ROOT) &&
      (wanted ? wanted.includes(suite.id) : long || !suite.long),
  );
}

function testEnvironment(toolchain, cache) {
  return {
    ...toolchain,
    // Hundreds of processes load the same tools, and some the same backend.
    NODE_COMPILE_CACHE: join(cache, 'compiled'),
    PATH: [join(ROOT, 'node_modules', '.bin'), toolchain.PATH].join(':'),
    NODE_OPTIONS: [
      process.env.NODE_OPTIONS,
      '--experimental-vm-modules',
      '--no-warnings',
      // Tests make much that they drop at once: fewer, larger collections.
      '--max-semi-space-size=64',
    ]
      .filter(Boolean)
      .join(' '),
    ...(process.stdout.isTTY ? {} : { FORCE_COLOR: '0' }),
  };
}

main().catch(error => {
  process.stderr.write(`${error.message}\n`);
  process.stdout.write('0 passed, 1 failed, 0 skipped\n');
  process.exitCode = 1;
});
