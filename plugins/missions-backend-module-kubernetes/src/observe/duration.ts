import {
  DURATION_PATTERN,
  durationSeconds,
} from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** A duration as missions write it, such as 30s or 5m. */
export const durationSchema = z
  .string()
  .refine(
    text => durationSeconds(text) !== undefined,
    'Expected a duration such as 30s or 5m',
  )
  .meta({ pattern: DURATION_PATTERN.source });

/** Milliseconds of a duration; zero without one. */
export function millisecondsOf(text: string | undefined): number {
  return text === undefined ? 0 : (durationSeconds(text) ?? 0) * 1000;
}

const MINUTE_S = 60;
const HOUR_S = 3600;

/** A span in words, such as 40 s, 3 min, 1 h 5 min. */
export function spanOf(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 2 * MINUTE_S) {
    return `${seconds} s`;
  }
  const hours = Math.floor(seconds / HOUR_S);
  const minutes = Math.round((seconds % HOUR_S) / MINUTE_S);
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
