import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { jestResult, summaryLines, tapResult, totalOf } from './results.mjs';

const RESULTS = [
  {
    id: 'unit',
    seconds: 12,
    result: { passed: 10, failed: 1, skipped: 2 },
  },
  {
    id: 'control-plane',
    seconds: 0,
    result: { passed: 0, failed: 0, skipped: 3, notRun: 'no Go' },
  },
];

describe('jestResult', () => {
  it('counts a file that could not run as a failure', () => {
    assert.deepEqual(
      jestResult({
        numPassedTests: 4,
        numFailedTests: 1,
        numRuntimeErrorTestSuites: 2,
        numPendingTests: 1,
        numTodoTests: 1,
      }),
      { passed: 4, failed: 3, skipped: 2 },
    );
  });
});

describe('tapResult', () => {
  it('reads the totals at the end', () => {
    assert.deepEqual(
      tapResult(
        'ok 1\n# pass 7\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 0\n',
      ),
      { passed: 7, failed: 2, skipped: 2 },
    );
  });
});

describe('summaryLines', () => {
  it('ends with the sum, after the names of what could not run', () => {
    assert.deepEqual(summaryLines(RESULTS, { strict: false }).slice(-2), [
      'not run: control-plane: no Go',
      '10 passed, 1 failed, 6 skipped',
    ]);
  });

  it('counts what could not run as a failure where it must run', () => {
    assert.equal(
      summaryLines(RESULTS, { strict: true }).at(-1),
      '10 passed, 2 failed, 5 skipped',
    );
    assert.equal(totalOf(RESULTS, { strict: true }).failed, 2);
  });
});
