import { setTimeout as sleep } from 'node:timers/promises';
import type { EnginePart, PartTrouble } from '../pulse';
import type { Store } from '../store';
import { readQueue } from '../store/operations/readQueue';

/** Work that nobody took for so long is trouble. */
const LATE_SECONDS = 300;
/** An answer is good for so long: every page of the portal asks. */
const FRESH_MS = 10_000;
/** Between the end of one target and the claim of the next its cluster has a place: that is looked at twice. */
const CONFIRM_MS = 1_000;

/**
 * Whether work waits for too long in this portal, whichever replica should
 * have taken it: none runs, all are busy, or those that could open it are gone.
 * What nobody may take is none: behind the limit of its cluster, held by a
 * brake, or waiting for its turn.
 */
export class QueueWatch implements EnginePart {
  readonly #store: Store;
  #asked: { at: number; trouble: Promise<PartTrouble | undefined> } | undefined;

  private constructor(store: Store) {
    this.#store = store;
  }

  static create(options: { store: Store }): QueueWatch {
    return new QueueWatch(options.store);
  }

  get trouble(): Promise<PartTrouble | undefined> {
    const at = performance.now();
    if (!this.#asked || at - this.#asked.at > FRESH_MS) {
      const asked = { at, trouble: this.#ask() };
      this.#asked = asked;
      asked.trouble.catch(() => {
        this.#asked = this.#asked === asked ? undefined : this.#asked;
      });
    }
    return this.#asked.trouble;
  }

  async #ask(): Promise<PartTrouble | undefined> {
    let oldestSeconds = await this.#oldest();
    if (oldestSeconds > LATE_SECONDS && this.#store.rules.clusterLimit) {
      await sleep(CONFIRM_MS);
      oldestSeconds = await this.#oldest();
    }
    if (oldestSeconds <= LATE_SECONDS) {
      return undefined;
    }
    return {
      since: new Date(Date.now() - oldestSeconds * 1000),
      message: 'Runs wait since then for a worker that has time for them.',
      remedy:
        'Raise missions.worker.concurrency or add a replica; if nothing runs at all, the log of the backend says why.',
    };
  }
  async #oldest(): Promise<number> {
    const { db: tx, dialect, rules } = this.#store;
    const limitOf = rules.clusterLimit;
    const { oldestSeconds = 0 } = await readQueue({ tx, dialect, limitOf });
    return oldestSeconds;
  }
}
