import type { Dialect } from './dialect';

/** So many runs that somebody holds are waited for in one sweep: claims wait for its end. */
const MOST_REFUSALS = 3;

/** For how many runs that somebody holds a sweep still waits. */
export class SweepPatience {
  #left: number;

  constructor(mostRefusals = MOST_REFUSALS) {
    this.#left = mostRefusals;
  }

  /** Whether the rest is left to the next sweep. */
  get isOver(): boolean {
    return this.#left <= 0;
  }

  refused(): void {
    this.#left -= 1;
  }
}

/** Does something with each run. Throws what the first throws, after all others. */
export type WithEachRun = (
  runIds: readonly string[],
  fn: (runId: string) => Promise<unknown>,
) => Promise<void>;

/**
 * Which runs the last sweep found held: the next one comes to them after all
 * others, so that they keep it from nothing, however long they are held.
 */
export class HeldRuns {
  readonly #dialect: Pick<Dialect, 'isLockRefusal'>;
  #held = new Set<string>();

  constructor(dialect: Pick<Dialect, 'isLockRefusal'>) {
    this.#dialect = dialect;
  }

  /** One sweep, which ends when the patience does. */
  sweep(patience = new SweepPatience()): WithEachRun {
    return (runIds, fn) => this.#withEach(runIds, fn, patience);
  }

  async #withEach(
    runIds: readonly string[],
    fn: (runId: string) => Promise<unknown>,
    patience: SweepPatience,
  ): Promise<void> {
    const asked = new Set(runIds);
    // Of those that were held, who was asked for the longest ago comes first.
    this.#held = new Set([...this.#held].filter(id => asked.has(id)));
    const others = runIds.filter(id => !this.#held.has(id));
    let failure: { readonly error: unknown } | undefined;
    for (const runId of [...others, ...this.#held]) {
      if (patience.isOver) {
        break;
      }
      this.#held.delete(runId);
      try {
        await fn(runId);
      } catch (error) {
        failure ??= { error };
        if (this.#dialect.isLockRefusal(error)) {
          this.#held.add(runId);
          patience.refused();
        }
      }
    }
    if (failure) {
      throw failure.error;
    }
  }
}
