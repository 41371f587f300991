const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this is the IANA name of a time zone; an offset such as +01:00 is none. @public */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(formatOf(name));
  } catch {
    return false;
  }
}

/**
 * The local time of a zone at a moment, as the milliseconds that UTC would
 * have when its clocks showed the same.
 * @public
 */
export function localTime(zone: string, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(at)) {
    part[type] = Number(value);
  }
  const { year, month, day, hour, minute, second } = part;
  return (
    Date.UTC(year, month - 1, day, hour, minute, second) +
    (((at % 1000) + 1000) % 1000)
  );
}

/**
 * The moments of a local day, from what its clocks shall show. `day` is the
 * start of the day and `times` are milliseconds since then, both by the clock.
 *
 * A time that the clocks pass over in spring is moved on by what they pass
 * over. A time that they show twice in autumn is the first, or both when
 * `twice` says so. Sorted, each moment once.
 *
 * @remarks Assumes at most one change of the clocks within three days.
 * @public
 */
export function momentsOfDay(
  zone: string,
  day: number,
  times: readonly number[],
  twice: boolean,
): number[] {
  const before = offset(zone, day - DAY_MS);
  const after = offset(zone, day + 2 * DAY_MS);
  if (before === after) {
    return times.map(time => day + time - before);
  }
  const moments = times.flatMap(time => {
    const earlier = day + time - Math.max(before, after);
    const later = day + time - Math.min(before, after);
    const shown = [earlier, later].filter(
      moment => localTime(zone, moment) === day + time,
    );
    if (shown.length === 0) {
      return [day + time - before];
    }
    return twice ? shown : shown.slice(0, 1);
  });
  return [...new Set(moments)].sort((a, b) => a - b);
}

function offset(zone: string, at: number): number {
  return localTime(zone, at) - at;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(zone, format);
  return format;
}
