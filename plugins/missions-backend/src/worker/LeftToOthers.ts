/** How long, in milliseconds, it says of a run what is missing before it is left again. */
const TELL_MS = 60_000;
/**
 * A run that comes back later than this was at work elsewhere: who only looks
 * and waits on leaves no event, and looks again after 30 s at the earliest.
 */
const BACK_MS = 20_000;
/** Runs that one claim leaves out: each is a bound parameter of its statement. */
const MAX_EXCEPT = 1_000;

interface Left {
  /** Events of the run when it was left. */
  readonly events: number;
  /** Milliseconds of `now`. */
  readonly until: number;
  readonly telling?: boolean;
}

/**
 * Runs that this process cannot work on and another replica perhaps can, such
 * as one that has the key by now which sealed them. Each is left for a while;
 * when nothing happened to it by then, this process says what is missing.
 */
export class LeftToOthers {
  readonly #left = new Map<string, Left>();
  readonly #leaveMs: number;
  readonly #now: () => number;

  constructor(leaveMs: number, now: () => number = () => performance.now()) {
    this.#leaveMs = leaveMs;
    this.#now = now;
  }

  /** Runs that this process does not claim now, those that were left last. */
  get runIds(): string[] {
    const now = this.#now();
    return [...this.#left]
      .filter(([, { until, telling }]) => !telling && now < until)
      .slice(-MAX_EXCEPT)
      .map(([runId]) => runId);
  }

  /** Leaves a run that has so many events by now; false: it is to be told what is missing. */
  leave(runId: string, events: number): boolean {
    const now = this.#now();
    const before = this.#left.get(runId);
    if (before && now < before.until) {
      return !before.telling;
    }
    this.#forget(now);
    const isAlone =
      before !== undefined &&
      !before.telling &&
      before.events === events &&
      now < before.until + BACK_MS;
    this.#left.delete(runId);
    this.#left.set(
      runId,
      isAlone
        ? { events, until: now + TELL_MS, telling: true }
        : { events, until: now + this.#leaveMs },
    );
    return !isAlone;
  }

  #forget(now: number): void {
    for (const [runId, { until }] of this.#left) {
      if (now > until + BACK_MS) {
        this.#left.delete(runId);
      }
    }
  }
}
