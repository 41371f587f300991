import type { EnginePart, PartTrouble } from '../pulse';
import type { Store } from '../store';
import { readQueue } from '../store/operations/readQueue';

/** Work that nobody took for so long is trouble. */
const LATE_SECONDS = 300;

/**
 * Whether work waits for too long in this portal, whichever replica should
 * have taken it: none runs, all are busy, or those that could open it are gone.
 */
export class QueueWatch implements EnginePart {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  static create(options: { store: Store }): QueueWatch {
    return new QueueWatch(options.store);
  }

  get trouble(): Promise<PartTrouble | undefined> {
    return this.#ask();
  }

  async #ask(): Promise<PartTrouble | undefined> {
    const { db: tx, dialect } = this.#store;
    const { oldestSeconds = 0 } = await readQueue({ tx, dialect });
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
}
