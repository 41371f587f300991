import { readRetryAfter, retryDelay } from './retryPolicy';

const ask = (change: Partial<Parameters<typeof retryDelay>[0]>) =>
  retryDelay({
    write: false,
    status: 429,
    body: {},
    attempt: 1,
    proxied: false,
    now: 0,
    ...change,
  });

describe('retryDelay', () => {
  it.each([
    ['a read waits as it is asked', { retryAfter: '2' }, 2000],
    ['a read backs off when nobody says how long', { attempt: 3 }, 1000],
    ['a read asks an unavailable server again', { status: 503 }, 250],
    [
      'a read gives up on an unavailable server',
      { status: 503, attempt: 3 },
      undefined,
    ],
    ['a write waits as it is asked', { write: true, retryAfter: '1' }, 1000],
    ['a write without Retry-After is not repeated', { write: true }, undefined],
    [
      'a write is repeated on 503 with Retry-After',
      { write: true, status: 503, retryAfter: '1' },
      1000,
    ],
    [
      'a write is not repeated on 504',
      { write: true, status: 504, retryAfter: '1' },
      undefined,
    ],
    ['500 is never repeated', { status: 500, retryAfter: '1' }, undefined],
    ['a long wait is the caller’s', { retryAfter: '60' }, undefined],
    ['attempts end', { attempt: 5, retryAfter: '0' }, undefined],
    [
      'an application behind the proxy answers for itself',
      { proxied: true },
      undefined,
    ],
    [
      'a disruption budget is an answer',
      {
        write: true,
        retryAfter: '1',
        body: {
          kind: 'Status',
          details: { causes: [{ reason: 'DisruptionBudget' }] },
        },
      },
      undefined,
    ],
  ])('%s', (_, change, expected) => {
    expect(ask(change)).toBe(expected);
  });

  it('never repeats a write on an error of the server, whatever it says', () => {
    const bodies = [
      {},
      { kind: 'Status', code: 500 },
      { kind: 'Status', code: 500, reason: 'InternalError' },
      { kind: 'Status', code: 500, reason: 'ServerTimeout' },
    ];
    const answers = [500, 501, 502, 504].flatMap(status =>
      bodies.flatMap(body =>
        [undefined, '0', '1'].map(retryAfter =>
          ask({ write: true, status, body, retryAfter }),
        ),
      ),
    );
    expect(answers).toHaveLength(48);
    expect(answers.every(answer => answer === undefined)).toBe(true);
  });

  it('reads seconds and dates', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(readRetryAfter('1.5', now)).toBe(1500);
    expect(readRetryAfter('Thu, 01 Jan 2026 00:00:03 GMT', now)).toBe(3000);
    expect(readRetryAfter('soon', now)).toBeUndefined();
  });
});
