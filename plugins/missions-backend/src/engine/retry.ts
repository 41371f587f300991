import {
  type MissionStep,
  type StepError,
  contentHash,
  durationSeconds,
} from '@mission-control/plugin-missions-common';

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_BACKOFF_SECONDS = 5;
const DEFAULT_MAX_BACKOFF_SECONDS = 600;
/** What asks for a longer wait is asked again after this one. */
const MAX_ASKED_SECONDS = 3600;

/**
 * Milliseconds to wait before the next attempt, or undefined when there is
 * none. Only errors that may pass by themselves are tried again, which the
 * error says, and none that the step excludes; a step that says nothing has
 * three attempts for them.
 *
 * @remarks The wait doubles from attempt to attempt. It is between half of that
 * and all of it, by the step and the attempt: many clusters that failed at one
 * moment do not come back at one moment, and whoever computes it gets the same.
 * What the cluster asked to wait comes before it.
 */
export function retryAfterMs(options: {
  retry: MissionStep['retry'];
  /** The attempt that failed, from 1. */
  attempt: number;
  error: Pick<StepError, 'code' | 'retryable' | 'culprit'>;
  /** The step's stable key. */
  key: string;
}): number | undefined {
  const { retry, attempt, error, key } = options;
  const excluded: readonly string[] = retry?.never ?? [];
  if (
    !error.retryable ||
    excluded.includes(error.code) ||
    attempt >= (retry?.attempts ?? DEFAULT_ATTEMPTS)
  ) {
    return undefined;
  }
  const base = secondsOf(retry?.backoff) || DEFAULT_BACKOFF_SECONDS;
  const most =
    secondsOf(retry?.maxBackoff) ?? Math.max(DEFAULT_MAX_BACKOFF_SECONDS, base);
  const whole = Math.min(base * 2 ** (attempt - 1), most) * 1000;
  return Math.round(
    askedMs(error) + whole * (1 - fractionOf(`${key}/${attempt}`) / 2),
  );
}

function secondsOf(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : durationSeconds(duration);
}

/** What the answer said by Retry-After, in milliseconds. */
function askedMs({ culprit }: Pick<StepError, 'culprit'>): number {
  const seconds = Number(culprit?.retryAfterSeconds ?? 0);
  return seconds > 0 ? Math.min(seconds, MAX_ASKED_SECONDS) * 1000 : 0;
}

/** A number of [0, 1) that belongs to a text. */
function fractionOf(text: string): number {
  return Number.parseInt(contentHash(text).slice(0, 8), 16) / 2 ** 32;
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
