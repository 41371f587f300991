import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';

import { runInOrder } from './runInOrder.mjs';

/** Runs suites that end when they are told to; `log` says what began and ended. */
function controlled(suites) {
  const log = [];
  const ends = {};
  const done = runInOrder(suites, async ({ id }) => {
    log.push(`+${id}`);
    await new Promise(resolve => {
      ends[id] = resolve;
    });
    log.push(`-${id}`);
    return `result of ${id}`;
  });
  return {
    log,
    done,
    async end(id) {
      ends[id]();
      await turn();
    },
  };
}

describe('runInOrder', () => {
  it('runs two halves at a time, and what takes the whole machine alone', async () => {
    const { log, done, end } = controlled([
      { id: 'a', share: 0.5 },
      { id: 'b', share: 0.5 },
      { id: 'c', share: 0.5 },
      { id: 'whole' },
      { id: 'd', share: 0.5 },
    ]);
    await turn();
    assert.deepEqual(log, ['+a', '+b']);
    await end('b');
    assert.deepEqual(log.slice(3), ['+c']);
    await end('c');
    assert.deepEqual(log.slice(4), ['-c']);
    await end('a');
    assert.deepEqual(log.slice(5), ['-a', '+whole']);
    await end('whole');
    await end('d');
    assert.deepEqual(log.slice(7), ['-whole', '+d', '-d']);
    assert.deepEqual(
      await done,
      ['a', 'b', 'c', 'whole', 'd'].map(id => `result of ${id}`),
    );
  });

  it('waits for what a suite comes after, and lets others pass meanwhile', async () => {
    const { log, done, end } = controlled([
      { id: 'types', share: 0.5 },
      { id: 'reports', share: 0.5, after: ['types', 'not chosen'] },
      { id: 'lint', share: 0.5 },
    ]);
    await turn();
    assert.deepEqual(log, ['+types', '+lint']);
    await end('lint');
    assert.deepEqual(log, ['+types', '+lint', '-lint']);
    await end('types');
    await end('reports');
    await done;
    assert.deepEqual(log.slice(3), ['-types', '+reports', '-reports']);
  });

  it('fails when a suite throws', async () => {
    await assert.rejects(
      runInOrder([{ id: 'a' }], async () => {
        throw new Error('no room');
      }),
      /no room/,
    );
  });
});
