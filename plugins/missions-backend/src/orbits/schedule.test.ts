import {
  checkSchedule,
  countSlots,
  newestSlot,
  nextSlot,
  type OrbitSchedule,
} from './schedule';

const berlin = (cron: string): OrbitSchedule => ({
  cron,
  timeZone: 'Europe/Berlin',
});

function walk(schedule: OrbitSchedule, from: string, count: number): string[] {
  const found: string[] = [];
  let at = new Date(from);
  while (found.length < count) {
    at = nextSlot(schedule, at);
    found.push(at.toISOString());
  }
  return found;
}

describe('nextSlot', () => {
  it.each([
    ['hourly', '2026-11-21T06:00:00.000Z'],
    ['daily', '2026-11-22T02:00:00.000Z'],
    ['weekly', '2026-11-23T02:00:00.000Z'],
    ['monthly', '2026-12-01T02:00:00.000Z'],
  ] as const)('finds the %s slot', (cadence, expected) => {
    const slot = nextSlot(
      { cadence, timeZone: 'Etc/UTC' },
      new Date('2026-11-21T05:31:00Z'),
    );
    expect(slot.toISOString()).toBe(expected);
  });

  it('is after the moment, never at it', () => {
    expect(
      nextSlot(
        { cadence: 'daily', timeZone: 'Etc/UTC' },
        new Date('2026-11-22T02:00:00Z'),
      ).toISOString(),
    ).toBe('2026-11-23T02:00:00.000Z');
  });

  it('keeps the local hour when clocks change', () => {
    expect(walk(berlin('30 4 * * *'), '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T03:30:00.000Z',
      '2026-03-29T02:30:00.000Z',
      '2026-03-30T02:30:00.000Z',
    ]);
  });

  it('looks once on the day whose local time does not exist', () => {
    const days = walk(berlin('30 2 * * *'), '2026-03-27T12:00:00Z', 3).map(
      slot => slot.slice(0, 10),
    );
    expect(days).toEqual(['2026-03-28', '2026-03-29', '2026-03-30']);
  });

  it('looks once on the day whose local time comes twice', () => {
    const days = walk(berlin('30 2 * * *'), '2026-10-23T12:00:00Z', 3).map(
      slot => slot.slice(0, 10),
    );
    expect(days).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  });

  it('looks every real hour when clocks change', () => {
    const autumn = walk(berlin('0 * * * *'), '2026-10-24T23:30:00Z', 4);
    expect(autumn).toEqual([
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
      '2026-10-25T03:00:00.000Z',
    ]);
  });
});

describe('newestSlot', () => {
  const daily: OrbitSchedule = { cadence: 'daily', timeZone: 'Etc/UTC' };

  it('keeps the slot when no later one has come', () => {
    const from = new Date('2026-11-21T02:00:00Z');
    expect(newestSlot(daily, from, new Date('2026-11-21T02:00:30Z'))).toEqual(
      from,
    );
  });

  it('jumps over what was missed', () => {
    expect(
      newestSlot(
        daily,
        new Date('2026-11-18T02:00:00Z'),
        new Date('2026-11-21T02:00:00Z'),
      ).toISOString(),
    ).toBe('2026-11-21T02:00:00.000Z');
    expect(
      countSlots(
        daily,
        new Date('2026-11-18T02:00:00Z'),
        new Date('2026-11-21T02:00:00Z'),
      ),
    ).toBe(3);
  });
});

describe('checkSchedule', () => {
  it.each([
    [{ cadence: 'daily', timeZone: 'Mars/Olympus' }, 'schedule.timeZone'],
    [{ timeZone: 'Etc/UTC' }, 'exactly one of cadence and cron'],
    [
      { cadence: 'daily', cron: '0 2 * * *', timeZone: 'Etc/UTC' },
      'exactly one of cadence and cron',
    ],
    [{ cron: '* * * *', timeZone: 'Etc/UTC' }, 'has 4 fields'],
    [{ cron: '0 0 2 * * *', timeZone: 'Etc/UTC' }, 'has 6 fields'],
    [{ cron: '99 2 * * *', timeZone: 'Etc/UTC' }, 'cannot be read'],
    [{ cron: '* * * * *', timeZone: 'Etc/UTC' }, 'comes every 1 min'],
  ] as [OrbitSchedule, string][])('refuses %j', (schedule, message) => {
    expect(() => checkSchedule(schedule)).toThrow(message);
  });

  it('takes a cron with names', () => {
    expect(() =>
      checkSchedule({ cron: '15 6 * * MON-FRI', timeZone: 'America/New_York' }),
    ).not.toThrow();
  });
});
