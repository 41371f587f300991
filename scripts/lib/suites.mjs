import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CommandFailedError, runChild } from './children.mjs';
import { findFiles } from './findFiles.mjs';
import { checkResult, jestResult, tapResult } from './results.mjs';
import { sizeReport } from './sizes.mjs';

/** One a core; tests that mostly wait for processes and rollouts get one more. */
const JEST_WORKERS = 2;
const WAITING_JEST_WORKERS = 3;

/** Generous: two cores are shared by the workers, databases and a cluster. */
const TEST_TIMEOUT_MS = 30_000;

const LONG_TIMEOUT_MS = 15 * 60_000;

/** Tests of what holds for any input; their long form takes much more of it. */
const PROPERTY_TEST = '.property.test.';

/** Tests that need more than Node, by the end of their file's name. */
const TEST_KINDS = {
  integration: '.integration.test.',
  'control-plane': '.controlplane.test.',
  browser: '.browser.test.',
  'browser-control-plane': '.browser-controlplane.test.',
};

const NEEDS = {
  integration: {
    needs: ['postgres', 'control-plane'],
    requires: ['postgres'],
  },
  'control-plane': {
    needs: ['postgres', 'control-plane', 'helm'],
    requires: ['control-plane'],
  },
  browser: { needs: ['chromium'], requires: ['chromium'] },
  'browser-control-plane': {
    needs: ['control-plane', 'chromium'],
    requires: ['control-plane', 'chromium'],
  },
};

/**
 * The suites of `npm test` in their order. Each has an `id`, `exists(root)`,
 * `run({ root, env, cache })`, what it `needs` from the testbed, and which of
 * that it `requires`: without a requirement it does not run at all, without
 * another need its tests skip what they must. It works with what the suites
 * of `after` wrote. A `long` one runs only when long forms are asked for.
 */
export const SUITES = [
  {
    id: 'format',
    exists: () => true,
    run: context =>
      check(context, 'prettier', [
        '--check',
        '--cache',
        '--cache-location',
        join(context.cache, 'prettier'),
        '.',
      ]),
  },
  {
    id: 'lint',
    exists: () => true,
    run: context =>
      check(context, 'backstage-cli', ['repo', 'lint', '--max-warnings', '0']),
  },
  {
    id: 'lint-scripts',
    exists: () => true,
    run: context =>
      check(context, 'eslint', ['--ext', '.mjs,.cjs,.js', 'scripts']),
  },
  {
    id: 'arrows',
    exists: root => existsSync(join(root, '.dependency-cruiser.cjs')),
    run: context =>
      check(context, 'depcruise', [
        '--config',
        '.dependency-cruiser.cjs',
        'plugins',
        'packages',
      ]),
  },
  {
    id: 'sizes',
    exists: () => true,
    run: async ({ root }) => {
      const { ok, summary, lines } = await sizeReport(root);
      process.stdout.write(`${lines.join('\n')}\n`);
      return checkResult(ok, summary);
    },
  },
  {
    id: 'types',
    exists: () => true,
    // Not incremental: what `api-reports` reads keeps one order of members.
    run: context =>
      check(context, 'tsc', ['--pretty', 'false', '--incremental', 'false']),
  },
  {
    id: 'scripts',
    exists: root => findScriptTests(root).length > 0,
    run: async context => {
      const { code, output } = await ended(context, 'node', [
        '--test',
        '--test-reporter=tap',
        ...findScriptTests(context.root),
      ]);
      const result = tapResult(output);
      return code !== 0 && result.failed === 0
        ? checkResult(false, `node --test ended with exit code ${code}`)
        : result;
    },
  },
  {
    id: 'unit',
    needs: ['postgres'],
    requires: [],
    exists: root => testFiles(root, 'unit').length > 0,
    run: context => jest(context, without(Object.values(TEST_KINDS))),
  },
  ...Object.entries(TEST_KINDS).map(([kind, end]) => ({
    id: kind,
    ...NEEDS[kind],
    exists: root => testFiles(root, kind).length > 0,
    run: context => jest(context, only(end), { workers: WAITING_JEST_WORKERS }),
  })),
  {
    id: 'properties',
    long: true,
    exists: root =>
      testFiles(root, 'unit').some(path => path.includes(PROPERTY_TEST)),
    run: context =>
      jest(
        { ...context, env: { ...context.env, MISSIONS_TEST_LONG: 'true' } },
        only(PROPERTY_TEST),
        { timeoutMs: LONG_TIMEOUT_MS },
      ),
  },
  {
    id: 'api-reports',
    after: ['types'],
    exists: root => findApiReports(root).length > 0,
    run: context => check(context, 'yarn', ['compare-api-reports', '--ci']),
  },
  {
    id: 'unused',
    exists: root => existsSync(join(root, 'knip.json')),
    run: context => check(context, 'yarn', ['unused']),
  },
];

/** The ids of suites together with those that they come `after`. */
export function withEarlier(ids, suites = SUITES) {
  const earlier = ids.flatMap(
    id => suites.find(suite => suite.id === id)?.after ?? [],
  );
  return earlier.every(id => ids.includes(id))
    ? ids
    : withEarlier([...new Set([...earlier, ...ids])], suites);
}

/**
 * Runs a suite as far as this machine lets it.
 *
 * @param missing a reason for each part of the testbed that is not there
 */
export async function runSuite(suite, { missing, ...context }) {
  const absent = (suite.needs ?? []).filter(need => missing[need]);
  const notRun = absent.map(need => `${need}: ${missing[need]}`).join('; ');
  if (suite.requires?.some(need => absent.includes(need))) {
    return { passed: 0, failed: 0, skipped: 0, notRun };
  }
  const result = await suite.run(context);
  return notRun ? { ...result, notRun } : result;
}

/** The test files of a kind; `unit` is every test that is of no other kind. */
export function testFiles(root, kind) {
  const others = Object.values(TEST_KINDS);
  const belongs = path =>
    kind === 'unit'
      ? /\.test\.tsx?$/.test(path) && !others.some(end => path.includes(end))
      : path.includes(TEST_KINDS[kind]);
  return ['packages', 'plugins'].flatMap(folder =>
    findFiles(join(root, folder), belongs),
  );
}

function findApiReports(root) {
  return findFiles(join(root, 'plugins'), path => path.endsWith('.api.md'));
}

function findScriptTests(root) {
  return findFiles(join(root, 'scripts'), path => path.endsWith('.test.mjs'));
}

async function check({ root, env }, command, args) {
  try {
    const output = await runChild({ command, args, cwd: root, env });
    process.stdout.write(output);
    return checkResult(true);
  } catch (error) {
    if (!(error instanceof CommandFailedError)) {
      throw error;
    }
    process.stdout.write(error.output);
    return checkResult(false);
  }
}

async function ended({ root, env }, command, args) {
  try {
    const output = await runChild({
      command,
      args,
      cwd: root,
      env,
      quiet: false,
    });
    return { code: 0, output };
  } catch (error) {
    if (!(error instanceof CommandFailedError)) {
      throw error;
    }
    if (error.code === 124) {
      process.stdout.write(error.output.split('\n').slice(-2).join('\n'));
    }
    return { code: error.code, output: error.output };
  }
}

/** Jest's options that choose the files with these ends of their names. */
function only(end) {
  return ['--testPathPatterns', end.replaceAll('.', '\\.')];
}

function without(ends) {
  return ends.flatMap(end => [
    '--testPathIgnorePatterns',
    end.replaceAll('.', '\\.'),
  ]);
}

async function jest(
  { root, env, cache },
  selection,
  { workers = JEST_WORKERS, timeoutMs = TEST_TIMEOUT_MS } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'mission-control-jest-'));
  const report = join(folder, 'report.json');
  try {
    const { code } = await ended({ root, env }, 'backstage-cli', [
      'repo',
      'test',
      '--watchAll=false',
      `--maxWorkers=${workers}`,
      `--testTimeout=${timeoutMs}`,
      '--cacheDirectory',
      join(cache, 'jest'),
      '--json',
      '--outputFile',
      report,
      ...selection,
    ]);
    const text = await readFile(report, 'utf8').catch(() => undefined);
    const result = text
      ? jestResult(JSON.parse(text))
      : checkResult(false, 'jest wrote no report');
    if (code !== 0 && result.failed === 0) {
      result.failed = 1;
      result.note = `jest ended with exit code ${code}`;
    }
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
