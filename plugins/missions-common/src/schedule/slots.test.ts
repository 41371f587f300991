import { nextSlot, slotsAfter, type SlotSchedule } from './slots';

function walk(schedule: SlotSchedule, from: string, count: number): string[] {
  const found: string[] = [];
  for (const slot of slotsAfter(schedule, new Date(from))) {
    found.push(slot.toISOString().replace(':00.000Z', 'Z'));
    if (found.length === count) {
      break;
    }
  }
  return found;
}

const cron = (text: string, timeZone = 'Europe/Berlin'): SlotSchedule => ({
  cron: text,
  timeZone,
});

describe('slotsAfter', () => {
  it.each([
    ['hourly', ['2026-11-21T06:00Z', '2026-11-21T07:00Z']],
    ['daily', ['2026-11-22T02:00Z', '2026-11-23T02:00Z']],
    ['weekly', ['2026-11-23T02:00Z', '2026-11-30T02:00Z']],
    ['monthly', ['2026-12-01T02:00Z', '2027-01-01T02:00Z']],
  ] as const)('finds %s slots', (cadence, expected) => {
    expect(
      walk({ cadence, timeZone: 'Etc/UTC' }, '2026-11-21T05:31:00Z', 2),
    ).toEqual(expected);
  });

  it('begins after the moment, never at it', () => {
    const daily: SlotSchedule = { cadence: 'daily', timeZone: 'Etc/UTC' };
    const at = new Date('2026-11-22T02:00:00Z');
    expect(nextSlot(daily, at)).toEqual(new Date('2026-11-23T02:00:00Z'));
    expect(nextSlot(daily, new Date(at.getTime() - 1))).toEqual(at);
  });

  it('skips the months that have no 31st', () => {
    expect(walk(cron('0 2 31 * *'), '2026-01-31T12:00:00Z', 4)).toEqual([
      '2026-03-31T00:00Z',
      '2026-05-31T00:00Z',
      '2026-07-31T00:00Z',
      '2026-08-31T00:00Z',
    ]);
  });

  it('finds the last day of every month, leap years too', () => {
    expect(
      walk(cron('0 2 L * *', 'Etc/UTC'), '2028-01-31T12:00:00Z', 3),
    ).toEqual(['2028-02-29T02:00Z', '2028-03-31T02:00Z', '2028-04-30T02:00Z']);
  });

  it('waits for a 29 February over a century without one', () => {
    expect(
      walk(cron('0 2 29 2 *', 'Etc/UTC'), '2096-03-01T00:00:00Z', 1),
    ).toEqual(['2104-02-29T02:00Z']);
  });

  it('takes either day when day of month and weekday are both named', () => {
    expect(
      walk(cron('0 2 15 * 1', 'Etc/UTC'), '2026-11-10T00:00:00Z', 3),
    ).toEqual(['2026-11-15T02:00Z', '2026-11-16T02:00Z', '2026-11-23T02:00Z']);
  });

  it('counts weekdays in the zone, not in UTC', () => {
    expect(
      walk(cron('30 0 * * MON', 'Pacific/Auckland'), '2026-06-01T00:00:00Z', 2),
    ).toEqual(['2026-06-07T12:30Z', '2026-06-14T12:30Z']);
  });

  it.each(['0 2 30 2 *', '0 2 * *', 'H 2 * * *', '0 2 * * 5#2', ''])(
    'ends at once for %j',
    text => {
      expect(walk(cron(text), '2026-01-01T00:00:00Z', 1)).toEqual([]);
    },
  );
});

describe('slotsAfter when clocks change', () => {
  const march = '2026-03-27T12:00:00Z';
  const october = '2026-10-23T12:00:00Z';

  it('keeps the local hour', () => {
    expect(walk(cron('30 4 * * *'), march, 3)).toEqual([
      '2026-03-28T03:30Z',
      '2026-03-29T02:30Z',
      '2026-03-30T02:30Z',
    ]);
    expect(walk(cron('30 4 * * *'), october, 3)).toEqual([
      '2026-10-24T02:30Z',
      '2026-10-25T03:30Z',
      '2026-10-26T03:30Z',
    ]);
  });

  it('moves on a time that is passed over in spring', () => {
    expect(
      walk({ cadence: 'daily', timeZone: 'Europe/Berlin' }, march, 3),
    ).toEqual(['2026-03-28T01:00Z', '2026-03-29T01:00Z', '2026-03-30T00:00Z']);
    expect(walk(cron('30 2 * * *'), march, 3)).toEqual([
      '2026-03-28T01:30Z',
      '2026-03-29T01:30Z',
      '2026-03-30T00:30Z',
    ]);
  });

  it('takes the first of two equal times in autumn', () => {
    expect(walk(cron('30 2 * * *'), october, 3)).toEqual([
      '2026-10-24T00:30Z',
      '2026-10-25T00:30Z',
      '2026-10-26T01:30Z',
    ]);
    expect(walk(cron('15 1-3 * * *'), '2026-10-24T20:00:00Z', 4)).toEqual([
      '2026-10-24T23:15Z',
      '2026-10-25T00:15Z',
      '2026-10-25T02:15Z',
      '2026-10-26T00:15Z',
    ]);
  });

  it('comes at every real hour when every hour is meant', () => {
    const hourly: SlotSchedule = {
      cadence: 'hourly',
      timeZone: 'Europe/Berlin',
    };
    expect(walk(hourly, '2026-10-24T22:30:00Z', 5)).toEqual([
      '2026-10-24T23:00Z',
      '2026-10-25T00:00Z',
      '2026-10-25T01:00Z',
      '2026-10-25T02:00Z',
      '2026-10-25T03:00Z',
    ]);
    expect(walk(hourly, '2026-03-28T23:30:00Z', 4)).toEqual([
      '2026-03-29T00:00Z',
      '2026-03-29T01:00Z',
      '2026-03-29T02:00Z',
      '2026-03-29T03:00Z',
    ]);
  });

  it('comes once a moment when two times fall on one', () => {
    expect(walk(cron('30 2,3 * * *'), '2026-03-28T12:00:00Z', 3)).toEqual([
      '2026-03-29T01:30Z',
      '2026-03-30T00:30Z',
      '2026-03-30T01:30Z',
    ]);
  });

  it('keeps weekly and monthly slots on their local day', () => {
    expect(walk(cron('30 2 * * 0'), '2026-03-23T00:00:00Z', 2)).toEqual([
      '2026-03-29T01:30Z',
      '2026-04-05T00:30Z',
    ]);
    expect(
      walk(cron('0 2 1 * *', 'America/New_York'), '2026-10-02T00:00:00Z', 3),
    ).toEqual(['2026-11-01T07:00Z', '2026-12-01T07:00Z', '2027-01-01T07:00Z']);
  });

  it('knows zones that move by half an hour, and those that do it at midnight', () => {
    expect(
      walk(
        cron('15 2 * * *', 'Australia/Lord_Howe'),
        '2026-10-03T00:00:00Z',
        2,
      ),
    ).toEqual(['2026-10-03T15:45Z', '2026-10-04T15:15Z']);
    expect(
      walk(
        cron('45 1 * * *', 'Australia/Lord_Howe'),
        '2026-04-04T00:00:00Z',
        2,
      ),
    ).toEqual(['2026-04-04T14:45Z', '2026-04-05T15:15Z']);
    expect(
      walk(cron('0 0 * * *', 'America/Santiago'), '2026-09-05T00:00:00Z', 3),
    ).toEqual(['2026-09-05T04:00Z', '2026-09-06T04:00Z', '2026-09-07T03:00Z']);
  });

  it.each([
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Africa/Casablanca',
    'Asia/Kathmandu',
    'Asia/Beirut',
  ])('in %s leads the same way wherever one begins', zone => {
    for (const text of [
      '0 2 * * *',
      '30 */2 * * *',
      '*/30 * * * *',
      '10 0 * * 0',
    ]) {
      for (const from of ['2026-03-01T00:00:00Z', '2026-09-01T00:00:00Z']) {
        const all = walk(cron(text, zone), from, 120);
        expect([...all].sort()).toEqual(all);
        all.slice(0, -1).forEach((slot, at) => {
          const next = nextSlot(cron(text, zone), new Date(slot));
          expect(next).toEqual(new Date(all[at + 1]));
        });
      }
    }
  });
});
