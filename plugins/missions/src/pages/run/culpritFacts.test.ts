import { culpritEvents, culpritFacts, culpritLines } from './culpritFacts';

const error = (culprit?: Record<string, any>) => ({
  code: 'NOT_READY',
  message: 'not ready',
  culprit,
});

describe('culpritFacts', () => {
  it('writes out what cannot be seen', () => {
    const given = error({
      phase: 'a\u202eb',
      events: [{ reason: 'R\u200b', message: 'm\u2066' }],
      lines: ['x\u0000'],
    });
    expect(culpritFacts(given)).toEqual([
      { name: 'Phase', text: 'a\\u{202e}b' },
    ]);
    expect(culpritEvents(given)).toEqual([
      { reason: 'R\\u{200b}', message: 'm\\u{2066}' },
    ]);
    expect(culpritLines(given)).toBe('x\\u{0}');
  });

  it('shows short facts, of lists the last entry', () => {
    expect(
      culpritFacts(
        error({
          restartCount: 4,
          conditions: [
            { type: 'Ready', status: 'True' },
            { type: 'Available', status: 'False', reason: 'Minimum' },
          ],
          empty: [],
        }),
      ),
    ).toEqual([
      { name: 'Restart count', text: '4' },
      { name: 'Conditions', text: 'Available = False, Minimum' },
    ]);
  });

  it('keeps events and lines apart, the newest event first', () => {
    const given = error({
      remedy: 'Look at it.',
      events: [
        { reason: 'Pulling', message: 'pulling' },
        {
          reason: 'Failed',
          message: 'no such image',
          count: 3,
          lastTimestamp: '2026-01-02T03:04:05Z',
        },
      ],
      previousLog: ['one', 'two'],
    });
    expect(culpritFacts(given)).toEqual([]);
    expect(culpritEvents(given)).toEqual([
      {
        reason: 'Failed',
        message: 'no such image',
        count: 3,
        at: new Date('2026-01-02T03:04:05Z'),
      },
      { reason: 'Pulling', message: 'pulling' },
    ]);
    expect(culpritLines(given)).toBe('one\ntwo');
  });

  it('is empty without anything from the cluster', () => {
    expect(culpritFacts(error())).toEqual([]);
    expect(culpritEvents(error())).toEqual([]);
    expect(culpritLines(error())).toBe('');
  });
});
