import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkResult, jestResult } from './results.mjs';
import { ended } from './runCommand.mjs';

/** One a core. */
const JEST_WORKERS = 2;

/** Generous: two cores are shared by the workers, databases and a cluster. */
const TEST_TIMEOUT_MS = 30_000;

/** For tests in their long form. */
export const LONG_TIMEOUT_MS = 15 * 60_000;

/** Jest's options that choose the files with these ends of their names. */
export function only(end) {
  return ['--testPathPatterns', end.replaceAll('.', '\\.')];
}

/** Jest's options that leave the files with these ends of their names. */
export function without(ends) {
  return ends.flatMap(end => [
    '--testPathIgnorePatterns',
    end.replaceAll('.', '\\.'),
  ]);
}

/** Runs the tests of a selection and reads what became of them. */
export async function jest(
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
