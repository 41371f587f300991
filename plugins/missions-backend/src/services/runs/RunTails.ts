import type { Store } from '../../store';
import { RunTail } from './RunTail';

/** A tail that nobody asked for so long is forgotten, in milliseconds. */
const UNASKED_MS = 30_000;

/** The tails of the runs that somebody in this process watches. */
export class RunTails {
  readonly #store: Store;
  readonly #tails = new Map<string, { tail: RunTail; forget: () => void }>();
  #sweep: ReturnType<typeof setInterval> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Runs that are kept now. */
  get size(): number {
    return this.#tails.size;
  }

  /** Begins to keep the run's news, until nobody asks for them any more. */
  of(runId: string): RunTail {
    const known = this.#tails.get(runId);
    if (known) {
      return known.tail;
    }
    const tail = new RunTail(this.#store, runId);
    const forget = this.#store.feed.subscribe(
      message => tail.hear(message),
      runId,
    );
    this.#tails.set(runId, { tail, forget });
    this.#sweep ??= setInterval(() => this.#forget(), UNASKED_MS);
    this.#sweep.unref();
    return tail;
  }

  #forget(): void {
    const now = performance.now();
    for (const [runId, { tail, forget }] of this.#tails) {
      if (now - tail.askedAt > UNASKED_MS) {
        forget();
        this.#tails.delete(runId);
      }
    }
    if (this.#tails.size === 0) {
      clearInterval(this.#sweep);
      this.#sweep = undefined;
    }
  }
}
