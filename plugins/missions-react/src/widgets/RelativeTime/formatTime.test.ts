import { exactTime, formatClock, formatMinute, weekTime } from './formatTime';

const evening = new Date('2026-11-21T23:05:09Z');

describe('the times of the portal', () => {
  it.each([
    ['en-US', 'UTC', 'Nov 21, 2026, 23:05:09 UTC', 'Sat 23:05'],
    ['en-US', 'Europe/Berlin', 'Nov 22, 2026, 00:05:09 GMT+1', 'Sun 00:05'],
    ['de-DE', 'UTC', '21. Nov. 2026, 23:05:09 UTC', 'Sa 23:05'],
    ['de-DE', 'Europe/Berlin', '22. Nov. 2026, 00:05:09 MEZ', 'So 00:05'],
    ['en-US', 'America/New_York', 'Nov 21, 2026, 18:05:09 EST', 'Sat 18:05'],
  ])(
    'have 24 hours a day in %s, and name the zone %s with a date',
    (locale, timeZone, exact, week) => {
      expect(exactTime(evening, { locale, timeZone })).toBe(exact);
      expect(weekTime(evening, { locale, timeZone })).toBe(week);
      expect(
        week.endsWith(formatClock(evening, { timeZone }).slice(0, 5)),
      ).toBe(true);
      expect(exact).toContain(formatClock(evening, { timeZone }));
    },
  );

  it('are the reader’s where no zone is given', () => {
    const local = new Date(2026, 10, 21, 18, 5, 9);
    expect(formatClock(local)).toBe('18:05:09');
    expect(formatMinute(local)).toBe('18:05');
    expect(weekTime(local, { locale: 'en-US' })).toBe('Sat 18:05');
    expect(exactTime(local, { locale: 'en-US' })).toContain('18:05:09');
  });

  it.each([
    ['2026-11-21T00:00:00Z', '00:00:00'],
    ['2026-11-21T12:00:00Z', '12:00:00'],
  ])('call midnight 00 and noon 12: %s', (at, clock) => {
    expect(formatClock(new Date(at), { timeZone: 'UTC' })).toBe(clock);
    expect(
      exactTime(new Date(at), { timeZone: 'UTC', locale: 'en-US' }),
    ).toContain(clock);
  });

  it('say of no time that it is none', () => {
    expect(exactTime(new Date('never'))).toBe('Invalid Date');
  });

  it('have one format each until the reader is in another zone', () => {
    const make = jest.spyOn(Intl, 'DateTimeFormat');
    const offset = jest.spyOn(Date.prototype, 'getTimezoneOffset');
    try {
      for (const [minutes, made] of [
        [11, 1],
        [11, 1],
        [12, 2],
      ]) {
        offset.mockReturnValue(minutes);
        formatClock(evening);
        expect(make).toHaveBeenCalledTimes(made);
      }
    } finally {
      make.mockRestore();
      offset.mockRestore();
    }
  });
});
