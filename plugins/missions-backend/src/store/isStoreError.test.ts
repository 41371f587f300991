import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import { isStoreError, noteStoreErrors } from './isStoreError';

const broken = () =>
  Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

/** A client that only tells of errors, and its pool. */
function openClient() {
  const pool = new EventEmitter();
  const db = Object.assign(new EventEmitter(), { client: { pool } });
  noteStoreErrors(db as unknown as Knex);
  return { db, pool };
}

describe('isStoreError', () => {
  it('knows what a statement ended with', () => {
    const error = broken();
    openClient().db.emit('query-error', error);
    expect(isStoreError(error)).toBe(true);
  });

  it('knows why there was no connection, also where that is the cause', () => {
    const error = broken();
    openClient().pool.emit('acquireFail', 1, error);
    expect(isStoreError(error)).toBe(true);
    const timeout = new Error('Timeout acquiring', { cause: error });
    expect(isStoreError(new Error('No way', { cause: timeout }))).toBe(true);
  });

  it('leaves alone what only looks the same', () => {
    openClient().db.emit('query-error', broken());
    expect(isStoreError(broken())).toBe(false);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'insert into runs'],
    ['null', null],
  ])('leaves %s alone', (_what, thrown) => {
    openClient().db.emit('query-error', thrown);
    expect(isStoreError(thrown)).toBe(false);
  });

  it('ends where causes go in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    expect(isStoreError(error)).toBe(false);
  });
});
