import { retryAfterMs, timeLimitOf } from './retry';

describe('retryAfterMs', () => {
  const retry = { attempts: 4, backoff: '1s' };

  it.each([
    [retry, 1, true, 1000],
    [retry, 2, true, 2000],
    [retry, 3, true, 4000],
    [retry, 4, true, undefined],
    [retry, 1, false, undefined],
    [undefined, 1, true, 5000],
    [undefined, 3, true, undefined],
    [{ attempts: 1 }, 1, true, undefined],
    [{ attempts: 10, backoff: '10m' }, 5, true, 600_000],
  ])(
    'after %j, attempt %i, retryable %s: %s',
    (rule, attempt, retryable, ms) => {
      expect(retryAfterMs({ retry: rule, attempt, retryable })).toBe(ms);
    },
  );
});

describe('timeLimitOf', () => {
  it.each([
    [undefined, 600_000, 3_600_000],
    ['30s', 30_000, 30_000],
    [{ base: '1m' }, 60_000, 60_000],
    [{ base: '1m', extendWhileProgressing: '10m' }, 60_000, 600_000],
    [{ base: '5m', extendWhileProgressing: '1m' }, 300_000, 300_000],
  ])('of %j is %i and at most %i', (timeout, baseMs, mostMs) => {
    expect(timeLimitOf(timeout)).toEqual({ baseMs, mostMs });
  });
});
