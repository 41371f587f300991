import { scheduleFaults } from './scheduleFaults';

type Schedule = Parameters<typeof scheduleFaults>[0];

const utc = (cron: string): Schedule => ({ cron, timeZone: 'Etc/UTC' });

describe('scheduleFaults', () => {
  it.each([
    [
      { cadence: 'daily', timeZone: 'Mars/Olympus' },
      'timeZone',
      'Mars/Olympus',
    ],
    [{ cadence: 'daily', timeZone: '+01:00' }, 'timeZone', '+01:00'],
    [{ timeZone: 'Etc/UTC' }, 'cadence', 'exactly one of cadence and cron'],
    [
      { cadence: 'daily', cron: '0 2 * * *', timeZone: 'Etc/UTC' },
      'cadence',
      'exactly one of cadence and cron',
    ],
    [utc('* * * *'), 'cron', 'it has 4 fields, expected 5'],
    [utc('0 0 2 * * *'), 'cron', 'it has 6 fields, expected 5'],
    [utc('@daily'), 'cron', 'it has 1 fields, expected 5'],
    [utc('99 2 * * *'), 'cron', 'is not a cron expression'],
    [utc('H 2 * * *'), 'cron', '"H" is not understood'],
    [utc('0 2 * * 5#2'), 'cron', '"5#2" is not understood'],
    [utc('0 2 * * 5L'), 'cron', '"5L" is not understood'],
    [utc('0 2 30 2 *'), 'cron', 'Invalid explicit day of month'],
    [utc('* * * * *'), 'cron', 'comes within 1 min'],
    [utc('0,58 0,23 1,15,16 * *'), 'cron', 'comes within 2 min'],
    [
      { cadence: 'hourly', timeZone: 'Etc/UTC', jitterSeconds: 3600 },
      'jitter',
      'a jitter of 60 min reaches the next slot, which comes within 60 min',
    ],
  ] as [Schedule, string, string][])(
    'refuses %j',
    (schedule, field, message) => {
      expect(scheduleFaults(schedule)).toEqual([
        {
          field,
          message: expect.stringContaining(message),
          remedy: expect.stringMatching(/\.$/),
        },
      ]);
    },
  );

  it('says of a time zone and a cron that both are wrong', () => {
    expect(
      scheduleFaults({ cron: '* * * *', timeZone: 'Mars/Olympus' }),
    ).toMatchObject([{ field: 'timeZone' }, { field: 'cron' }]);
  });

  it.each([
    utc('15 6 * * MON-FRI'),
    utc('0 2 29 2 *'),
    utc('0 2 L jan,jul *'),
    utc('*/5 * * * *'),
    { cadence: 'hourly', timeZone: 'America/New_York', jitterSeconds: 3599 },
    { cadence: 'monthly', timeZone: 'Asia/Kathmandu', jitterSeconds: 86_400 },
  ] as Schedule[])('takes %j', schedule => {
    expect(scheduleFaults(schedule)).toEqual([]);
  });
});
