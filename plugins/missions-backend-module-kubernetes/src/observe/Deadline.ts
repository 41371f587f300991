/** How long something may take. */
export interface DeadlineOptions {
  /** Milliseconds without progress. */
  readonly timeoutMs: number;
  /** Milliseconds in all, however much progress there is; at least `timeoutMs`. */
  readonly extendMs?: number;
  readonly now: number;
}

/**
 * A deadline that moves with progress: each new progress key grants the whole
 * time-out again, until the extension is used up.
 */
export class Deadline {
  readonly #timeoutMs: number;
  readonly #last: number;
  #at: number;
  #key: string | undefined;

  constructor(options: DeadlineOptions) {
    const { timeoutMs, extendMs = timeoutMs, now } = options;
    this.#timeoutMs = timeoutMs;
    this.#last = now + Math.max(timeoutMs, extendMs);
    this.#at = now + timeoutMs;
  }

  /** Tells what the state is now. */
  progress(key: string, now: number): void {
    if (key !== this.#key) {
      this.#key = key;
      this.#at = Math.min(now + this.#timeoutMs, this.#last);
    }
  }

  /** Whether the time is up. */
  isOver(now: number): boolean {
    return now >= this.#at;
  }
}
