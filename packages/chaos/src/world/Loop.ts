import { setTimeout as sleep } from 'node:timers/promises';

/** Does something again and again, with a pause in between, until it is ended. */
export class Loop {
  readonly #turn: () => Promise<void>;
  readonly #pauseMs: number;
  #ended = false;
  #working: Promise<void> = Promise.resolve();

  constructor(turn: () => Promise<void>, pauseMs: number) {
    this.#turn = turn;
    this.#pauseMs = pauseMs;
  }

  begin(): void {
    this.#working = this.#work();
    // Whoever ends it is told.
    this.#working.catch(() => {});
  }

  /** Resolves after the last turn; rejects when one did. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#ended) {
      await this.#turn();
      await sleep(this.#pauseMs);
    }
  }
}
