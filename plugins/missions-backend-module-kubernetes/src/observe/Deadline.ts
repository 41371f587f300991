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
  readonly #began: number;
  #at: number;
  #moved: number;
  #key: string | undefined;

  constructor(options: DeadlineOptions) {
    const { timeoutMs, extendMs = timeoutMs, now } = options;
    this.#timeoutMs = timeoutMs;
    this.#began = now;
    this.#moved = now;
    this.#last = now + Math.max(timeoutMs, extendMs);
    this.#at = now + timeoutMs;
  }

  /** Tells what the state is now. True when it is another one than before. */
  progress(key: string, now: number): boolean {
    if (key === this.#key) {
      return false;
    }
    this.#moved = this.#key === undefined ? this.#began : now;
    this.#key = key;
    this.#at = Math.min(now + this.#timeoutMs, this.#last);
    return true;
  }

  /** Milliseconds since the beginning, and since the last progress. */
  spent(now: number): { waitedMs: number; quietMs: number } {
    return { waitedMs: now - this.#began, quietMs: now - this.#moved };
  }

  /** Whether the time is up. */
  isOver(now: number): boolean {
    return now >= this.#at;
  }
}
