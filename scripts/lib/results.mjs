/**
 * What a suite came to. `notRun` says why something could not run here; with
 * `CI=true` that counts as a failure.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, notRun?: string, note?: string }} SuiteResult
 */

/** The result of a check that either holds or does not. */
export function checkResult(ok, note) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, note };
}

/** Reads what `jest --json` wrote. A file that could not run is one failure. */
export function jestResult(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Reads the last lines of `node --test --test-reporter=tap`. */
export function tapResult(output) {
  const count = name =>
    Number(output.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  return {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  };
}

/** Sums results. What could not run is a failure where `strict` is set. */
export function totalOf(results, { strict }) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { result } of results) {
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
    if (result.notRun) {
      total[strict ? 'failed' : 'skipped'] += 1;
    }
  }
  return total;
}

/** The table at the end of `npm test`, then what could not run, then the sum. */
export function summaryLines(results, { strict }) {
  const width = Math.max(...results.map(({ id }) => id.length), 5);
  const cell = (value, size = 8) => String(value).padStart(size);
  const lines = [
    `${'suite'.padEnd(width)} ${cell('passed')} ${cell('failed')} ${cell(
      'skipped',
    )} ${cell('seconds')}`,
  ];
  for (const { id, result, seconds } of results) {
    const { passed, failed, skipped, note } = result;
    lines.push(
      `${id.padEnd(width)} ${cell(passed)} ${cell(failed)} ${cell(
        skipped,
      )} ${cell(seconds)}${note ? `  ${note}` : ''}`,
    );
  }
  for (const { id, result } of results) {
    if (result.notRun) {
      lines.push(`not run: ${id}: ${result.notRun}`);
    }
  }
  const { passed, failed, skipped } = totalOf(results, { strict });
  lines.push(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return lines;
}
