import { durationSeconds } from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** A duration as missions write it, such as 30s or 5m. */
export const durationSchema = z
  .string()
  .refine(
    text => durationSeconds(text) !== undefined,
    'Expected a duration such as 30s or 5m',
  );

/** Milliseconds of a duration; zero without one. */
export function millisecondsOf(text: string | undefined): number {
  return text === undefined ? 0 : (durationSeconds(text) ?? 0) * 1000;
}
