/** Hours, minutes and seconds of the reader's clock: `12:03:14`. @public */
export function formatClock(date: Date): string {
  return date.toLocaleTimeString('en-GB', { hour12: false });
}
