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

/** Hours, minutes and seconds of the reader's clock: `12:03:14`. @public */
export function formatClock(
  date: Date,
  of: Omit<TimeOf, 'locale'> = {},
): string {
  return date.toLocaleTimeString('en-GB', {
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
  const day = date.toLocaleDateString(of.locale, {
    weekday: 'short',
    timeZone: of.timeZone,
  });
  return `${day} ${formatClock(date, of).slice(0, 5)}`;
}

/** A date with its time and zone: `Nov 21, 2026, 12:03:14 UTC`. @public */
export function exactTime(date: Date, of: TimeOf = {}): string {
  return date.toLocaleString(of.locale, {
    ...DAY_OF_24_HOURS,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone: of.timeZone,
  });
}
