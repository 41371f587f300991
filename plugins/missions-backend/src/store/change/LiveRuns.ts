import type { LiveRun } from './LiveRun';

/** The runs that this process works on, for as long as somebody holds them. */
export class LiveRuns {
  readonly #make: (runId: string) => LiveRun;
  readonly #runs = new Map<string, { live: LiveRun; holders: number }>();

  constructor(make: (runId: string) => LiveRun) {
    this.#make = make;
  }

  /** How many runs are held. */
  get size(): number {
    return this.#runs.size;
  }

  /** Holds a run; to be given back by `release`. */
  hold(runId: string): LiveRun {
    const held = this.#runs.get(runId) ?? {
      live: this.#make(runId),
      holders: 0,
    };
    held.holders++;
    this.#runs.set(runId, held);
    return held.live;
  }

  release(runId: string): void {
    const held = this.#runs.get(runId);
    if (held && --held.holders === 0) {
      this.#runs.delete(runId);
    }
  }

  /** Resolves when no change of a run waits for its commit here. */
  async settled(runId: string): Promise<void> {
    await this.#runs.get(runId)?.live.settled();
  }

  /** Somebody changed a run in another way. */
  forget(runId: string): void {
    this.#runs.get(runId)?.live.forget();
  }
}
