import { EventEmitter } from 'node:events';
import type { Knex } from 'knex';
import { DatabaseHealth } from './DatabaseHealth';

/** A client that only tells what the database answered, and its pool. */
function openClient() {
  const pool = new EventEmitter();
  const db = Object.assign(new EventEmitter(), { client: { pool } });
  return { db, pool, health: DatabaseHealth.watch(db as unknown as Knex) };
}

const coded = (code: string) =>
  Object.assign(new Error(code), { name: 'error', code });

describe('DatabaseHealth', () => {
  it('is in trouble from a query that failed to one that is served', () => {
    const { db, health } = openClient();
    db.emit('query-error', coded('57P01'));
    expect(health.trouble?.error.code).toBe('DATABASE_UNAVAILABLE');
    db.emit('query-response', [], { method: 'select' });
    expect(health.trouble).toBeUndefined();
  });

  it('sees a database to which no query gets, and keeps since when', () => {
    const { pool, db, health } = openClient();
    pool.emit('acquireFail', 1, coded('55000'));
    const since = health.trouble?.since;
    pool.emit('acquireFail', 2, coded('55000'));
    expect(health.trouble).toMatchObject({
      since,
      error: { code: 'DATABASE_UNAVAILABLE' },
    });
    db.emit('query-response', [], { method: 'select' });
    expect(health.trouble).toBeUndefined();
  });

  it('believes a full disk only by a write that was kept, some seconds after the last refusal', () => {
    let passed = 0;
    const clock = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => passed);
    const { db, health } = openClient();
    const keep = () => db.emit('query-response', [], { method: 'insert' });
    db.emit('query-error', coded('53100'));
    const since = health.trouble?.since;
    // What is small finds room between what does not.
    for (const time of [7_999, 15_998]) {
      passed = time;
      keep();
      db.emit('query-error', coded('53100'));
    }
    passed += 8_000;
    db.emit('query-response', [], { method: 'select' });
    db.emit('query-response', [], { method: 'insert', __knexTxId: 'trx1' });
    expect(health.trouble?.since).toBe(since);
    keep();
    expect(health.trouble).toBeUndefined();
    clock.mockRestore();
  });

  it('leaves alone what the database was right to refuse', () => {
    const { db, health } = openClient();
    db.emit('query-error', coded('23505'));
    expect(health.trouble).toBeUndefined();
  });
});
