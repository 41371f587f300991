/** Seconds of each unit of a duration. */
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** What a duration looks like: `30s`, `5m`, `1h30m`, `2d`. @public */
export const DURATION_PATTERN = /^(?:\d{1,9}(?:ms|s|m|h|d|w))+$/;

/** Ten years: longer durations are slips of the pen. @public */
export const LONGEST_DURATION_SECONDS = 10 * 365 * 86_400;

/**
 * Seconds of a duration of the format (`30s`, `5m`, `1h30m`, `2d`), or
 * undefined when the text is none or is longer than ten years.
 * @public
 */
export function durationSeconds(text: string): number | undefined {
  if (text.length > 40 || !DURATION_PATTERN.test(text)) {
    return undefined;
  }
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|s|m|h|d|w)/g)) {
    seconds += Number(count) * UNIT_SECONDS[unit];
  }
  return seconds <= LONGEST_DURATION_SECONDS ? seconds : undefined;
}
