import {
  type MissionStep,
  durationSeconds,
} from '@mission-control/plugin-missions-common';

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_BACKOFF_SECONDS = 5;
const MAX_BACKOFF_SECONDS = 600;

/**
 * Milliseconds to wait before the next attempt, or undefined when there is
 * none. Only errors that may pass by themselves are tried again; a step that
 * says nothing has three attempts for them.
 */
export function retryAfterMs(options: {
  retry: MissionStep['retry'];
  /** The attempt that failed, from 1. */
  attempt: number;
  retryable: boolean;
}): number | undefined {
  const { retry, attempt, retryable } = options;
  if (!retryable || attempt >= (retry?.attempts ?? DEFAULT_ATTEMPTS)) {
    return undefined;
  }
  const base =
    (retry?.backoff !== undefined && durationSeconds(retry.backoff)) ||
    DEFAULT_BACKOFF_SECONDS;
  return Math.min(base * 2 ** (attempt - 1), MAX_BACKOFF_SECONDS) * 1000;
}

const DEFAULT_BASE_SECONDS = 600;
const DEFAULT_MOST_SECONDS = 3600;

/**
 * Time limit in milliseconds of what tells no progress, such as a step's plan:
 * all that the step may take, or ten minutes for one that says nothing.
 */
export function silentLimitOf(timeout: MissionStep['timeout']): number {
  const { baseMs, mostMs } = timeLimitOf(timeout);
  return timeout === undefined ? baseMs : mostMs;
}

/** Time limit of one attempt in milliseconds: without progress, and at most. */
export function timeLimitOf(timeout: MissionStep['timeout']): {
  baseMs: number;
  mostMs: number;
} {
  if (timeout === undefined) {
    return {
      baseMs: DEFAULT_BASE_SECONDS * 1000,
      mostMs: DEFAULT_MOST_SECONDS * 1000,
    };
  }
  const { base, extendWhileProgressing } =
    typeof timeout === 'string'
      ? { base: timeout, extendWhileProgressing: undefined }
      : timeout;
  const baseMs = (durationSeconds(base) ?? DEFAULT_BASE_SECONDS) * 1000;
  const most =
    extendWhileProgressing && durationSeconds(extendWhileProgressing);
  return { baseMs, mostMs: Math.max(baseMs, (most || 0) * 1000) };
}
