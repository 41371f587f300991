/** For so many milliseconds this process counts on by itself. */
const HOLDS_MS = 10_000;

/**
 * The database's clock as this process counts it: from what the database said
 * last, by the time that has passed here since. Clocks of machines may differ,
 * this one is the same in all of them.
 */
export class DatabaseClock {
  #said = 0;
  #heardAt = -Infinity;

  /** What the database has just said, as ISO-8601 text. */
  heard(now: string): void {
    this.#said = Date.parse(now);
    this.#heardAt = performance.now();
  }

  /** Now, or undefined when the database has to be asked again. */
  now(): Date | undefined {
    const passed = performance.now() - this.#heardAt;
    return passed <= HOLDS_MS ? new Date(this.#said + passed) : undefined;
  }
}
