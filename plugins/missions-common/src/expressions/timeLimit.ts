/** Runs work, and throws {@link TimeLimitError} when it takes too long. @public */
export type TimeLimiter = <T>(work: () => T) => T;

/** Work was ended because it took too long. @public */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';

  constructor(readonly limitMs: number) {
    super(`It takes longer than ${limitMs} ms`);
  }
}

let limiter: TimeLimiter = work => work();

/**
 * Sets who ends expressions and patterns of missions that take too long. Only
 * the process knows how to end synchronous work; until it says so, nobody does.
 * @public
 */
export function limitTime(next: TimeLimiter): void {
  limiter = next;
}

/** Runs what a mission's author wrote, for as long as the process lets it. @public */
export function withinTimeLimit<T>(work: () => T): T {
  return limiter(work);
}
