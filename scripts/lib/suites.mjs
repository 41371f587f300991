import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findFiles } from './findFiles.mjs';
import { checkResult, tapResult } from './results.mjs';
import { check, ended } from './runCommand.mjs';
import { jest, LONG_TIMEOUT_MS, only, without } from './runJest.mjs';
import { sizeReport } from './sizes.mjs';

/** Tests that mostly wait for processes and rollouts: one more than cores. */
const WAITING_JEST_WORKERS = 3;

/** A suite of one thread, on two cores. */
const ONE_THREAD = 1 / 2;

/** Tests of what holds for any input; their long form takes much more of it. */
const PROPERTY_TEST = '.property.test.';

/** Tests that need more than Node, by the end of their file's name. */
const TEST_KINDS = {
  integration: '.integration.test.',
  chaos: '.chaos.test.',
  'control-plane': '.controlplane.test.',
  browser: '.browser.test.',
  'browser-control-plane': '.browser-controlplane.test.',
};

/** What they need, and how much of the machine: the browser's two run together. */
const KIND_OPTIONS = {
  integration: {
    needs: ['postgres', 'control-plane'],
    requires: ['postgres'],
    environment: integrationForm,
  },
  // Alone: it takes whatever the machine has, and its long form many minutes.
  chaos: {
    needs: ['postgres'],
    requires: ['postgres'],
    environment: integrationForm,
    workers: 1,
  },
  'control-plane': {
    needs: ['postgres', 'control-plane', 'helm'],
    requires: ['control-plane'],
  },
  browser: {
    needs: ['chromium'],
    requires: ['chromium'],
    share: 2 / 3,
    workers: 2,
  },
  'browser-control-plane': {
    needs: ['control-plane', 'chromium'],
    requires: ['control-plane', 'chromium'],
    share: 1 / 3,
    workers: 1,
  },
};

/**
 * The suites of `npm test` in their order. Each has an `id`, `exists(root)`,
 * `run({ root, env, cache, long })`, what it `needs` from the testbed, and which of
 * that it `requires`: without a requirement it does not run at all, without
 * another need its tests skip what they must. It works with what the suites
 * of `after` wrote. Those whose `share`s of the machine fit run at a time. A
 * `long` one runs only when long forms are asked for.
 */
export const SUITES = [
  {
    id: 'types',
    share: ONE_THREAD,
    exists: () => true,
    run: context =>
      // Incremental, TypeScript 7 would not see what changed a global type.
      check(context, 'yarn', [
        ...['tsc', '--pretty', 'false', '--incremental', 'false'],
      ]),
  },
  {
    id: 'format',
    share: ONE_THREAD,
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
    share: ONE_THREAD,
    exists: () => true,
    run: context =>
      // A package of which nothing changed since it passed is not read again.
      check(context, 'backstage-cli', [
        ...['repo', 'lint', '--max-warnings', '0'],
        ...[
          '--success-cache',
          '--success-cache-dir',
          join(context.cache, 'lint'),
        ],
      ]),
  },
  {
    id: 'lint-scripts',
    share: ONE_THREAD,
    exists: () => true,
    run: context =>
      check(context, 'eslint', ['--ext', '.mjs,.cjs,.js', 'scripts']),
  },
  {
    id: 'arrows',
    share: ONE_THREAD,
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
    share: ONE_THREAD,
    exists: () => true,
    run: async ({ root }) => {
      const { ok, summary, lines } = await sizeReport(root);
      process.stdout.write(`${lines.join('\n')}\n`);
      return checkResult(ok, summary);
    },
  },
  {
    id: 'scripts',
    share: ONE_THREAD,
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
    id: 'unused',
    share: ONE_THREAD,
    exists: root => existsSync(join(root, 'knip.json')),
    run: context => check(context, 'yarn', ['unused']),
  },
  {
    id: 'api-reports',
    share: ONE_THREAD,
    after: ['types'],
    exists: root => findApiReports(root).length > 0,
    run: context => check(context, 'yarn', ['compare-api-reports', '--ci']),
  },
  {
    id: 'unit',
    needs: ['postgres'],
    requires: [],
    exists: root => testFiles(root, 'unit').length > 0,
    run: context => jest(context, without(Object.values(TEST_KINDS))),
  },
  ...Object.entries(TEST_KINDS).map(([kind, end]) => {
    const {
      workers = WAITING_JEST_WORKERS,
      environment = ({ env }) => env,
      ...options
    } = KIND_OPTIONS[kind];
    return {
      id: kind,
      ...options,
      environment,
      exists: root => testFiles(root, kind).length > 0,
      run: context =>
        jest({ ...context, env: environment(context) }, only(end), { workers }),
    };
  }),
  {
    id: 'properties',
    long: true,
    needs: ['postgres'],
    requires: [],
    exists: root =>
      testFiles(root, 'unit').some(path => path.includes(PROPERTY_TEST)),
    run: context =>
      jest(
        { ...context, env: { ...context.env, MISSIONS_TEST_LONG: 'true' } },
        only(PROPERTY_TEST),
        { timeoutMs: LONG_TIMEOUT_MS },
      ),
  },
];

/**
 * What integration tests go by: in the short form most files run on one of the
 * databases, or of the kinds of API server; in the long form on all.
 */
export function integrationForm({ env, long }) {
  const form = { ...env, MISSIONS_TEST_SHORT: 'true' };
  if (long) {
    delete form.MISSIONS_TEST_SHORT;
  }
  return form;
}

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
