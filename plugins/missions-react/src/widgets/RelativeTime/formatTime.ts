const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in one or two units: `0.4 s`, `3 min 02 s`, `2 h 5 min`. @public */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 10 * SECOND) {
    return `${(ms / SECOND).toFixed(1)} s`;
  }
  if (ms < MINUTE) {
    return `${Math.round(ms / SECOND)} s`;
  }
  if (ms < HOUR) {
    const seconds = Math.floor((ms % MINUTE) / SECOND);
    const minutes = Math.floor(ms / MINUTE);
    return `${minutes} min ${String(seconds).padStart(2, '0')} s`;
  }
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    return `${Math.floor(ms / HOUR)} h ${minutes} min`;
  }
  const hours = Math.floor((ms % DAY) / HOUR);
  return `${Math.floor(ms / DAY)} d ${hours} h`;
}

/** Hours, minutes and seconds of the reader's clock: `12:03:14`. @public */
export function formatClock(date: Date): string {
  return date.toLocaleTimeString('en-GB', { hour12: false });
}
