import { ConfigReader } from '@backstage/config';
import { readChangeWindows } from './readChangeWindows';

const read = (...changeWindows: object[]) =>
  readChangeWindows(new ConfigReader({ missions: { changeWindows } } as never));
const base = { name: 'w', timeZone: 'Europe/Berlin', clusters: ['*'] };
const HOUR = 3_600_000;

describe('readChangeWindows', () => {
  it('answers none where nothing is configured', () => {
    expect(readChangeWindows(new ConfigReader({}))).toEqual([]);
  });

  it('reads days and times, cron, and what is once', () => {
    const [window] = read({
      ...base,
      allow: [
        { days: ['Monday', 'friday'], from: '09:00', to: '17:30' },
        { from: '22:00', to: '06:00' },
        { cron: '0 22 * * 6', hours: 1.5 },
      ],
      deny: [
        { start: '2026-12-24', end: '2026-12-27T18:00' },
        { days: ['sunday'] },
      ],
    });
    expect(window).toMatchObject({
      name: 'w',
      timeZone: 'Europe/Berlin',
      allow: [
        { kind: 'weekly', days: [1, 5], from: 9 * HOUR, to: 17.5 * HOUR },
        {
          kind: 'weekly',
          days: [0, 1, 2, 3, 4, 5, 6],
          from: 22 * HOUR,
          to: 30 * HOUR,
        },
        { kind: 'cron', cron: '0 22 * * 6', length: 1.5 * HOUR },
      ],
      deny: [
        {
          kind: 'once',
          from: Date.parse('2026-12-23T23:00:00Z'),
          to: Date.parse('2026-12-27T17:00:00Z'),
        },
        { kind: 'weekly', days: [0], from: 0, to: 24 * HOUR },
      ],
    });
  });

  it.each([
    [{ environments: ['prod'] }, true],
    [{ environments: ['test'] }, false],
    [{ clusters: ['re*'] }, true],
    [{ clusters: ['lagoon'] }, false],
    [{ environments: ['test'], clusters: ['reef'] }, true],
  ])('is for the clusters that %j names: %s', (places, fits) => {
    const [window] = read({
      name: 'w',
      timeZone: 'Etc/UTC',
      ...places,
      deny: [{ days: ['sunday'] }],
    });
    expect(window.appliesTo({ name: 'reef', environments: ['prod'] })).toBe(
      fits,
    );
  });

  it.each<[object, RegExp]>([
    [{ name: undefined }, /missions.changeWindows\[0\].name/],
    [{ timeZone: undefined }, /missions.changeWindows\[0\].timeZone/],
    [{ timeZone: '+01:00' }, /\[0\].timeZone: '\+01:00' is not a time zone/],
    [{ clusters: [] }, /\[0\].clusters: neither environments nor clusters/],
    [{ tz: 'x' }, /\[0\].tz: it is not known; there are name, timeZone/],
    [{}, /\[0\].allow: nothing is in allow or in deny/],
    [{ allow: [{ days: ['mon'] }] }, /allow\[0\].days: 'mon' is no day/],
    [{ allow: [{ days: [] }] }, /allow\[0\].days: it names no day/],
    [{ allow: [{ from: '9:00' }] }, /allow\[0\].from: '9:00' is not a time/],
    [{ allow: [{ from: '24:00' }] }, /allow\[0\].from: a window begins before/],
    [{ deny: [{ to: '24:30' }] }, /deny\[0\].to: '24:30' is not a time/],
    [{ deny: [{ to: 1730 }] }, /changeWindows\[0\].deny\[0\].to/],
    [{ deny: [{ untill: '1' }] }, /deny\[0\].untill: it is not known/],
    [{ deny: [{ cron: 'x', hours: 1 }] }, /deny\[0\].cron: 'x' cannot be read/],
    [{ deny: [{ cron: '0 0 30 2 *', hours: 1 }] }, /cron: .*never comes/],
    [{ deny: [{ cron: '0 0 * * *' }] }, /changeWindows\[0\].deny\[0\].hours/],
    [{ deny: [{ cron: '0 0 * * *', hours: 0 }] }, /hours: 0 is not between/],
    [
      { deny: [{ cron: '0 0 * * *', hours: 1, days: ['sunday'] }] },
      /deny\[0\].days: a window with cron has no days/,
    ],
    [{ deny: [{ hours: 2 }] }, /deny\[0\].hours: a window of days and times/],
    [{ deny: [{ start: '2026-12-24' }] }, /changeWindows\[0\].deny\[0\].end/],
    [
      { deny: [{ start: '2026-02-30', end: '2026-03-01' }] },
      /deny\[0\].start: '2026-02-30' is not a date/,
    ],
    [
      { deny: [{ start: '2026-12-24', end: '2026-12-24' }] },
      /deny\[0\].end: it is not after the start/,
    ],
  ])('refuses %j with the key', (change, message) => {
    expect(() => read({ ...base, ...change })).toThrow(message);
  });

  it('names the entry that is wrong', () => {
    const right = { ...base, deny: [{ days: ['sunday'] }] };
    expect(() => read(right, base)).toThrow(
      /^Wrong configuration at missions.changeWindows\[1\].allow/,
    );
  });
});
