import { isTimeZone, localTime, momentsOfDay } from './localTime';
import { readCron, type CronFields } from './readCron';

/** How often an orbit looks. @public */
export type Cadence = 'hourly' | 'daily' | 'weekly' | 'monthly';

/** When an orbit looks, by the clocks of a zone. @public */
export interface SlotSchedule {
  readonly cadence?: Cadence;
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron?: string;
  /** IANA name, such as Europe/Berlin. */
  readonly timeZone: string;
}

/**
 * Nightly work happens at two o'clock, weekly work on Mondays, monthly work on
 * the first.
 * @public
 */
export const cadenceCron = {
  hourly: '0 * * * *',
  daily: '0 2 * * *',
  weekly: '0 2 * * 1',
  monthly: '0 2 1 * *',
} as const satisfies Record<Cadence, string>;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The longest wait for a 29 February is eight years. */
const SEARCH_DAYS = 9 * 366;

/**
 * The slots after a moment, in order, without an end. Ends at once when the
 * schedule cannot be read or never comes.
 *
 * A slot at a time that the clocks pass over in spring comes later by what
 * they pass over. A slot at a time that they show twice in autumn comes once,
 * unless the schedule names every hour: then it comes at every real hour.
 *
 * @public
 */
export function* slotsAfter(
  schedule: SlotSchedule,
  after: Date,
): Generator<Date, void> {
  const cron = readCron(schedule.cron ?? cadenceCron[schedule.cadence!] ?? '');
  if ('fault' in cron || !isTimeZone(schedule.timeZone)) {
    return;
  }
  const { timeZone } = schedule;
  const times = cron.hours
    .flatMap(hour =>
      cron.minutes.map(minute => hour * HOUR_MS + minute * MINUTE_MS),
    )
    .sort((a, b) => a - b);
  const twice = cron.hours.length === 24;
  let last = after.getTime();
  // The day before: one of its slots may be moved on past midnight.
  let day = Math.floor(localTime(timeZone, last) / DAY_MS) * DAY_MS - DAY_MS;
  let empty = 0;
  while (empty < SEARCH_DAYS) {
    const moments = isDay(cron, day)
      ? momentsOfDay(timeZone, day, times, twice)
      : [];
    empty++;
    for (const moment of moments) {
      if (moment > last) {
        last = moment;
        empty = 0;
        yield new Date(moment);
      }
    }
    day += DAY_MS;
  }
}

/** The first slot after a moment; undefined when there is none. @public */
export function nextSlot(
  schedule: SlotSchedule,
  after: Date,
): Date | undefined {
  return slotsAfter(schedule, after).next().value ?? undefined;
}

/** As cron has it: of two restricted kinds of days, one is enough. */
function isDay(cron: CronFields, day: number): boolean {
  const date = new Date(day);
  if (!cron.months.has(date.getUTCMonth() + 1)) {
    return false;
  }
  const monthDay =
    cron.monthDays.has(date.getUTCDate()) ||
    (cron.lastDay && new Date(day + DAY_MS).getUTCDate() === 1);
  const weekday = cron.weekdays.has(date.getUTCDay());
  return cron.anyMonthDay || cron.anyWeekday
    ? monthDay && weekday
    : monthDay || weekday;
}
