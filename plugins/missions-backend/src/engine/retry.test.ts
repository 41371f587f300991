import { retryAfterMs, timeLimitOf } from './retry';

const passing = { code: 'CLUSTER_THROTTLED', retryable: true };
const retry = { attempts: 4, backoff: '1s' };
type Options = Parameters<typeof retryAfterMs>[0];

describe('retryAfterMs', () => {
  const wait = (options: Partial<Options>) =>
    retryAfterMs({ retry, attempt: 1, error: passing, key: 'k', ...options });

  it.each<[Options['retry'], number, number | undefined]>([
    [retry, 1, 1000],
    [retry, 2, 2000],
    [retry, 3, 4000],
    [undefined, 1, 5000],
    [{ attempts: 10, backoff: '10m' }, 5, 600_000],
    [{ attempts: 10, backoff: '1h' }, 2, 3_600_000],
    [{ attempts: 10, backoff: '10m', maxBackoff: '1h' }, 3, 2_400_000],
    [{ attempts: 10, backoff: '1s', maxBackoff: '3s' }, 5, 3000],
  ])(
    'after %j, attempt %i: from half of %s ms to all of it',
    (rule, attempt, ms) => {
      const waits = Array.from({ length: 200 }, (_, step) =>
        Number(wait({ retry: rule, attempt, key: `step ${step}` })),
      );
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(ms! / 2);
      expect(Math.max(...waits)).toBeLessThanOrEqual(ms!);
      expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(ms! / 3);
    },
  );

  it('says the same of one step and attempt to whoever asks', () => {
    expect(wait({})).toBe(wait({}));
    expect(wait({})).not.toBe(wait({ key: 'another' }));
    expect(wait({ attempt: 2 })).not.toBe(2 * wait({})!);
  });

  it.each<[string, Partial<Options>]>([
    ['of the last attempt', { attempt: 4 }],
    [
      'of the third attempt of a step that says nothing',
      { retry: undefined, attempt: 3 },
    ],
    ['of the only attempt', { retry: { attempts: 1 } }],
    [
      'that do not pass by themselves',
      { error: { ...passing, retryable: false } },
    ],
    ['that say nothing of it', { error: { code: 'STEP_FAILED' } }],
    [
      'that the step excludes',
      { retry: { ...retry, never: ['CLUSTER_THROTTLED'] } },
    ],
  ])('tries no more after errors %s', (_, options) => {
    expect(wait(options)).toBeUndefined();
  });

  it.each([
    [30, 30_500, 31_000],
    [86_400, 3_600_500, 3_601_000],
    ['soon', 500, 1000],
    [-5, 500, 1000],
  ])('waits as long as was asked for first: %s', (asked, least, most) => {
    const culprit = { retryAfterSeconds: asked };
    const ms = wait({ error: { ...passing, culprit } });
    expect(ms).toBeGreaterThanOrEqual(least);
    expect(ms).toBeLessThanOrEqual(most);
  });
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
