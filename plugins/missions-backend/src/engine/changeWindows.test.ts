import {
  type ChangeWindow,
  windowState,
  type WindowTimes,
} from './changeWindows';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const always = Array.from({ length: 7 }, (_, day) => day);

const weekly = (
  from: number,
  to: number,
  days: readonly number[] = always,
): WindowTimes => ({ kind: 'weekly', days, from: from * HOUR, to: to * HOUR });
const window = (change: Partial<ChangeWindow>): ChangeWindow => ({
  name: 'w',
  timeZone: 'Europe/Berlin',
  allow: [],
  deny: [],
  appliesTo: () => true,
  ...change,
});
const stateAt = (at: string, ...windows: Array<Partial<ChangeWindow>>) => {
  const { closed, changesAt } = windowState(windows.map(window), new Date(at));
  return [closed?.name, changesAt?.toISOString()];
};

describe('windowState', () => {
  // 23 November 2026 is a Monday; Berlin is an hour ahead of UTC.
  const office = { allow: [weekly(9, 17, [1, 2, 3, 4, 5])] };

  it.each([
    [
      'before it opens',
      '2026-11-23T07:59:59.999Z',
      'w',
      '2026-11-23T08:00:00.000Z',
    ],
    [
      'from its first moment',
      '2026-11-23T08:00:00.000Z',
      undefined,
      '2026-11-23T16:00:00.000Z',
    ],
    [
      'to its last',
      '2026-11-23T15:59:59.999Z',
      undefined,
      '2026-11-23T16:00:00.000Z',
    ],
    [
      'after it closed',
      '2026-11-23T16:00:00.000Z',
      'w',
      '2026-11-24T08:00:00.000Z',
    ],
    [
      'over the weekend',
      '2026-11-27T16:00:00.000Z',
      'w',
      '2026-11-30T08:00:00.000Z',
    ],
  ])('tells how days and times stand %s', (_, at, closed, changes) => {
    expect(stateAt(at, office)).toEqual([closed, changes]);
  });

  it.each([
    [
      'in the evening',
      '2026-11-28T21:30:00.000Z',
      undefined,
      '2026-11-29T05:00:00.000Z',
    ],
    [
      'on the day after',
      '2026-11-29T04:59:00.000Z',
      undefined,
      '2026-11-29T05:00:00.000Z',
    ],
    ['in its end', '2026-11-29T05:00:00.000Z', 'w', '2026-12-05T21:00:00.000Z'],
  ])('lets a window go on past midnight: %s', (_, at, closed, changes) => {
    expect(stateAt(at, { allow: [weekly(22, 30, [6])] })).toEqual([
      closed,
      changes,
    ]);
  });

  it('is open where one window follows the other, as long as both last', () => {
    expect(
      stateAt('2026-11-23T09:00:00Z', {
        allow: [weekly(9, 12), weekly(12, 15)],
      }),
    ).toEqual([undefined, '2026-11-23T14:00:00.000Z']);
  });

  it('is never open in a time that is denied', () => {
    const both = { ...office, deny: [weekly(12, 13)] };
    expect(stateAt('2026-11-23T11:30:00Z', both)).toEqual([
      'w',
      '2026-11-23T12:00:00.000Z',
    ]);
    expect(stateAt('2026-11-23T10:30:00Z', both)).toEqual([
      undefined,
      '2026-11-23T11:00:00.000Z',
    ]);
  });

  it('waits until every window is open, and names the one that is closed', () => {
    const blackout = {
      name: 'year end',
      deny: [
        {
          kind: 'once' as const,
          from: Date.parse('2026-12-18T00:00:00Z'),
          to: Date.parse('2027-01-03T00:00:00Z'),
        },
      ],
    };
    // 18 December 2026 is a Friday, 4 January 2027 a Monday.
    expect(stateAt('2026-12-18T09:00:00Z', office, blackout)).toEqual([
      'year end',
      '2027-01-04T08:00:00.000Z',
    ]);
  });

  it('counts a cron window from each of its beginnings', () => {
    const nights = {
      allow: [{ kind: 'cron' as const, cron: '0 22 * * 6', length: 4 * HOUR }],
    };
    expect(stateAt('2026-11-29T00:59:00Z', nights)).toEqual([
      undefined,
      '2026-11-29T01:00:00.000Z',
    ]);
    expect(stateAt('2026-11-29T01:00:00Z', nights)).toEqual([
      'w',
      '2026-12-05T21:00:00.000Z',
    ]);
  });

  it('says nothing of an opening that does not come', () => {
    const past = { kind: 'once' as const, from: 0, to: DAY };
    expect(stateAt('2026-11-23T00:00:00Z', { allow: [past] })).toEqual([
      'w',
      undefined,
    ]);
    expect(stateAt('2026-11-23T00:00:00Z', { deny: [past] })).toEqual([
      undefined,
      undefined,
    ]);
  });

  describe('where the clocks change', () => {
    // Berlin: 28 March 2027, 2:00 to 3:00; 31 October 2027, 3:00 to 2:00.
    it('moves on what begins in the hour that is missing', () => {
      expect(
        stateAt('2027-03-28T00:00:00Z', { allow: [weekly(2.5, 5)] }),
      ).toEqual(['w', '2027-03-28T01:30:00.000Z']);
    });

    it('keeps to the clock after it', () => {
      const times = { allow: [weekly(9, 17)] };
      expect(stateAt('2027-03-27T20:00:00Z', times)).toEqual([
        'w',
        '2027-03-28T07:00:00.000Z',
      ]);
      expect(stateAt('2027-10-30T20:00:00Z', times)).toEqual([
        'w',
        '2027-10-31T08:00:00.000Z',
      ]);
    });

    it('is an hour longer over the hour that comes twice', () => {
      const times = { allow: [weekly(1, 4)] };
      expect(stateAt('2027-10-30T23:00:00Z', times)).toEqual([
        undefined,
        '2027-10-31T03:00:00.000Z',
      ]);
    });

    it('begins once in the hour that comes twice, and ends in its first', () => {
      const times = { allow: [weekly(0, 2.5)] };
      expect(stateAt('2027-10-30T22:30:00Z', times)).toEqual([
        undefined,
        '2027-10-31T00:30:00.000Z',
      ]);
      expect(stateAt('2027-10-31T01:30:00Z', times)).toEqual([
        'w',
        '2027-10-31T23:00:00.000Z',
      ]);
    });
  });
});
