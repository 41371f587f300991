import type { TargetRecord } from '../store';

/** Targets of which a claim remembers that it was left; the oldest go first. */
const MAX_KEPT = 200;

interface Left {
  readonly runId: string;
  /** Of the claim that left it. */
  readonly fence: number;
  /** Milliseconds of `now`. */
  readonly until: number;
}

/**
 * Targets that this process cannot work on and another replica perhaps can,
 * such as one that has the key by now which sealed them: they are not claimed
 * here for a while.
 */
export class LeftToOthers {
  readonly #left = new Map<string, Left>();
  readonly #leaveMs: number;
  readonly #now: () => number;

  constructor(leaveMs: number, now: () => number = () => performance.now()) {
    this.#leaveMs = leaveMs;
    this.#now = now;
  }

  /** Runs that this process does not claim now. */
  get runIds(): string[] {
    const now = this.#now();
    return [...this.#left.values()]
      .filter(({ until }) => now < until)
      .map(({ runId }) => runId);
  }

  /** Leaves it for once; false when it was left, and nobody claimed it since. */
  leave({ runId, targetId, fence }: TargetRecord): boolean {
    const key = `${runId} ${targetId}`;
    const before = this.#left.get(key);
    this.#left.delete(key);
    if (before?.fence === fence - 1) {
      return false;
    }
    if (this.#left.size >= MAX_KEPT) {
      this.#left.delete(this.#left.keys().next().value!);
    }
    this.#left.set(key, { runId, fence, until: this.#now() + this.#leaveMs });
    return true;
  }
}
