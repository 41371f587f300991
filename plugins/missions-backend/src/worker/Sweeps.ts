import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  SWEEP_LOCK_MS,
  type Store,
  cancelChildren,
  expireApprovals,
  findExpiredApprovals,
  letGo,
} from '../store';

const EVERY_MS = 5_000;

/**
 * What a worker does now and then for runs that it does not hold: ends approvals
 * whose time is up, and finishes what a process left undone that died. What
 * cannot be changed now comes with the next sweep, and keeps nothing else.
 */
export class Sweeps {
  readonly #store: Store;
  readonly #logger: LoggerService;
  #sweptAt = -Infinity;

  constructor(options: { store: Store; logger: LoggerService }) {
    this.#store = options.store;
    this.#logger = options.logger;
  }

  /** Sweeps when the last time is five seconds ago. Rejects when the database cannot tell what there is to expire. */
  async whenDue(): Promise<void> {
    if (performance.now() - this.#sweptAt <= EVERY_MS) {
      return;
    }
    this.#sweptAt = performance.now();
    await this.#expire();
    await this.#try(
      letGo(this.#store),
      'Not all that waited for others could go on',
    );
    await this.#try(
      cancelChildren(this.#store),
      'Not all that cancelled runs have started could be cancelled',
    );
  }

  async #expire(): Promise<void> {
    const { db, dialect } = this.#store;
    for (const runId of await findExpiredApprovals({ tx: db, dialect })) {
      await this.#try(
        this.#store.changeRun(runId, change => expireApprovals({ change }), {
          lockMs: SWEEP_LOCK_MS,
        }),
        `Run ${runId} has an approval whose time is up, which could not be ended`,
        { runId },
      );
    }
  }

  async #try(
    done: Promise<unknown>,
    problem: string,
    meta: Record<string, string> = {},
  ): Promise<void> {
    await done.catch(error => {
      const told =
        error instanceof Error ? error.stack ?? error.message : error;
      this.#logger.error(problem, { ...meta, error: String(told) });
    });
  }
}
