import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PendingCommit } from './commitBatch';

/** After so long the next ones go beside those that are on their way, in milliseconds. */
const LONGEST_MS = 200;

/** Commits in one transaction, and answers those that were kept. */
type CommitBatch = (
  batch: readonly PendingCommit[],
) => Promise<ReadonlySet<PendingCommit>>;

interface Asked {
  take(): PendingCommit;
  resolve(kept: boolean): void;
  reject(error: unknown): void;
}

interface Waiting extends Omit<Asked, 'take'> {
  readonly commit: PendingCommit;
}

/**
 * Commits changes of several runs in one transaction: those that come while one
 * is on its way go together in the next. One that comes alone goes at once.
 */
export class CommitQueue {
  readonly #commit: CommitBatch;
  /** Commits are of many, and not of whoever came first. */
  readonly #inOwnContext = AsyncLocalStorage.snapshot();
  #asked: Asked[] = [];
  #busy = false;

  constructor(commit: CommitBatch) {
    this.#commit = commit;
  }

  /**
   * Resolves after the commit: false when it was refused, because the run has
   * another revision or the lease is lost, and nothing of it was written. Of one
   * run one commit waits at a time, and `take` is asked for it when it is its
   * turn: what is added until then goes with it. Rejects with the database's error.
   */
  add(take: () => PendingCommit): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ take, resolve, reject });
      if (!this.#busy) {
        this.#busy = true;
        // What is ready at the same moment goes together.
        setImmediate(() => this.#inOwnContext(() => this.#work()));
      }
    });
  }

  async #work(): Promise<void> {
    while (this.#asked.length > 0) {
      const batch = this.#asked.map(
        ({ take, ...item }): Waiting => ({ ...item, commit: take() }),
      );
      this.#asked = [];
      // A run that somebody holds for long holds up no other.
      const limit = sleep(LONGEST_MS, undefined, { ref: false });
      await Promise.race([this.#send(batch), limit]);
    }
    this.#busy = false;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const kept = await this.#commit(batch.map(({ commit }) => commit));
      for (const { commit, resolve } of batch) {
        resolve(kept.has(commit));
      }
    } catch (error) {
      if (batch.length === 1) {
        batch[0].reject(error);
        return;
      }
      // One of them may be why: each has to answer for itself alone, and none
      // holds up what comes next.
      for (const item of batch) {
        void this.#send([item]);
      }
    }
  }
}
