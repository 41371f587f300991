/**
 * Times are told in one way in all of the portal: by the 24 hours of a day, in
 * the language of the reader. A zone is named wherever a date stands with it.
 */
const DAY_OF_24_HOURS = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const satisfies Intl.DateTimeFormatOptions;

/** Whose time it is: the reader's where nothing is given. @public */
export interface TimeOf {
  /** Such as `Europe/Berlin`. */
  timeZone?: string;
  /** Such as `de-DE`. */
  locale?: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * As `toLocaleString` of the date, which makes a format each time: a list tells
 * hundreds of times. A format stays in the zone that it was made in, so a reader
 * who travels to another offset gets another one.
 */
function format(
  date: Date,
  locale: string | undefined,
  options: Intl.DateTimeFormatOptions,
): string {
  if (Number.isNaN(date.getTime())) {
    return String(date);
  }
  const offset = new Date().getTimezoneOffset();
  const key = JSON.stringify([locale, options, offset]);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made.format(date);
}

/** Hours, minutes and seconds of the reader's clock: `12:03:14`. @public */
export function formatClock(
  date: Date,
  of: Omit<TimeOf, 'locale'> = {},
): string {
  return format(date, 'en-GB', {
    ...DAY_OF_24_HOURS,
    second: '2-digit',
    timeZone: of.timeZone,
  });
}

/** Hours and minutes of the reader's clock: `12:03`. */
export function formatMinute(date: Date): string {
  return formatClock(date).slice(0, 5);
}

/** A day of the week and its time, for what comes again: `Sun 14:00`. @public */
export function weekTime(date: Date, of: TimeOf = {}): string {
  const day = format(date, of.locale, {
    weekday: 'short',
    timeZone: of.timeZone,
  });
  return `${day} ${formatClock(date, of).slice(0, 5)}`;
}

/** A date with its time and zone: `Nov 21, 2026, 12:03:14 UTC`. @public */
export function exactTime(date: Date, of: TimeOf = {}): string {
  return format(date, of.locale, {
    ...DAY_OF_24_HOURS,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: of.timeZone,
  });
}
