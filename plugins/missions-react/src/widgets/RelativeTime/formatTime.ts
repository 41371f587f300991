/** Hours, minutes and seconds of the reader's clock: `12:03:14`. @public */
export function formatClock(date: Date): string {
  return date.toLocaleTimeString('en-GB', { hour12: false });
}

/** Hours and minutes of the reader's clock: `12:03`. */
export function formatMinute(date: Date): string {
  return formatClock(date).slice(0, 5);
}

/**
 * A date with its time and zone, in the reader's language:
 * `Nov 21, 2026, 12:03:14 UTC`. The zone is the reader's where none is given.
 * @public
 */
export function exactTime(date: Date, timeZone?: string): string {
  return date.toLocaleString(undefined, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
}
