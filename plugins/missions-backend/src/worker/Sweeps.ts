import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  HeldRuns,
  SWEEP_LOCK_MS,
  type Store,
  SweepPatience,
  type WithEachRun,
  cancelChildren,
  expireApprovals,
  findExpiredApprovals,
  letGo,
} from '../store';
import { asMeta } from './asMeta';

const EVERY_MS = 5_000;

/**
 * What a worker does now and then for runs that it does not hold: ends approvals
 * whose time is up, and finishes what a process left undone that died. What
 * cannot be changed now comes with the next sweep, and keeps nothing else.
 *
 * Claims wait for a sweep: after some runs that somebody holds it leaves the
 * rest to the next one, which begins with the part after the one that took so
 * long.
 */
export class Sweeps {
  readonly #store: Store;
  readonly #logger: LoggerService;
  /** In the order of the next sweep. */
  readonly #parts: ((patience: SweepPatience) => Promise<void>)[];
  #sweptAt = -Infinity;

  constructor(options: { store: Store; logger: LoggerService }) {
    const { store, logger } = options;
    this.#store = store;
    this.#logger = logger;
    this.#parts = [
      this.#part(withEach => this.#expire(withEach)),
      this.#part(withEach =>
        this.#try(
          letGo(store, { withEach }),
          'Not all that waited for others could go on',
        ),
      ),
      this.#part(withEach =>
        this.#try(
          cancelChildren(store, withEach),
          'Not all that cancelled runs have started could be cancelled',
        ),
      ),
    ];
  }

  /** Sweeps when the last sweep ended five seconds ago. Rejects when the database cannot tell what there is to expire. */
  async whenDue(): Promise<void> {
    if (performance.now() - this.#sweptAt <= EVERY_MS) {
      return;
    }
    const patience = new SweepPatience();
    try {
      for (let left = this.#parts.length; left > 0; left--) {
        const part = this.#parts.shift()!;
        this.#parts.push(part);
        await part(patience);
        if (patience.isOver) {
          return;
        }
      }
    } finally {
      this.#sweptAt = performance.now();
    }
  }

  #part(sweep: (withEach: WithEachRun) => Promise<void>) {
    const held = new HeldRuns(this.#store.dialect);
    return (patience: SweepPatience) => sweep(held.sweep(patience));
  }

  async #expire(withEach: WithEachRun): Promise<void> {
    const { db, dialect } = this.#store;
    const expired = await findExpiredApprovals({ tx: db, dialect });
    await withEach(expired, async runId => {
      const done = this.#store.changeRun(
        runId,
        change => expireApprovals({ change }),
        { lockMs: SWEEP_LOCK_MS },
      );
      await this.#try(
        done,
        `Run ${runId} has an approval whose time is up, which could not be ended`,
        { runId },
      );
      // What was told above ends the patience, and nothing else.
      await done;
    }).catch(() => undefined);
  }

  async #try(
    done: Promise<unknown>,
    problem: string,
    meta: Record<string, string> = {},
  ): Promise<void> {
    await done.catch(error => {
      this.#logger.error(problem, { ...meta, ...asMeta(error) });
    });
  }
}
