import { asStatus } from '../errors';

const MAX_ATTEMPTS = 5;
/** Attempts at a read that a gateway or a restarting server refused. */
const MAX_UNAVAILABLE_ATTEMPTS = 3;
const BACKOFF_MS = 250;
const MAX_WAIT_MS = 10_000;

/** An answer that may be worth asking again. */
export interface RetryQuestion {
  /** It could have changed something. */
  readonly write: boolean;
  readonly status: number;
  readonly retryAfter?: string;
  readonly body: unknown;
  /** 1 after the first answer. */
  readonly attempt: number;
  /** Answers of an application behind the API server's proxy are its own. */
  readonly proxied: boolean;
  /** Date in ms, for a Retry-After that names a date. */
  readonly now: number;
}

/**
 * Milliseconds to wait before asking again, or undefined: do not ask again.
 *
 * @remarks What changes nothing: 429, and 502/503/504 a few times. Writes: only when the
 * server says it did not act and when to come back: 429 and 503 with
 * Retry-After. A 429 of an eviction is the verdict of a disruption budget, and
 * a 500 is never asked again: apply answers a wrong type with it.
 */
export function retryDelay(question: RetryQuestion): number | undefined {
  const { write, status, attempt, proxied, now } = question;
  if (proxied || attempt >= MAX_ATTEMPTS) {
    return undefined;
  }
  const asked = readRetryAfter(question.retryAfter, now);
  const backoff = Math.min(BACKOFF_MS * 2 ** (attempt - 1), MAX_WAIT_MS);
  if (isDisruptionBudget(question.body)) {
    return undefined;
  }
  if (write) {
    return (status === 429 || status === 503) && asked !== undefined
      ? bounded(asked)
      : undefined;
  }
  if (status === 429) {
    return bounded(asked ?? backoff);
  }
  const unavailable = status === 502 || status === 503 || status === 504;
  return unavailable && attempt < MAX_UNAVAILABLE_ATTEMPTS
    ? bounded(asked ?? backoff)
    : undefined;
}

/** Milliseconds of a Retry-After header: seconds or a date. */
export function readRetryAfter(
  header: string | undefined,
  now: number,
): number | undefined {
  if (header === undefined || header.trim() === '') {
    return undefined;
  }
  const seconds = Number(header);
  if (Number.isFinite(seconds)) {
    return Math.max(0, seconds * 1000);
  }
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** A longer wait than the bound is for the caller to decide. */
function bounded(ms: number): number | undefined {
  return ms > MAX_WAIT_MS ? undefined : ms;
}

function isDisruptionBudget(body: unknown): boolean {
  return Boolean(
    asStatus(body)?.details?.causes?.some(
      cause => cause.reason === 'DisruptionBudget',
    ),
  );
}
