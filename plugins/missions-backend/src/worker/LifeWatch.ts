import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Store } from '../store';
import {
  endLeasesOf,
  readSilentReplicas,
} from '../store/operations/replicaLives';

/** Between two looks, in milliseconds. */
const LOOK_MS = 200;
/** A replica that is silent for so long is dead, in milliseconds. */
const LIFE_GRACE_MS = 500;
/**
 * Only who was heard by the database itself for so long judges others, in
 * milliseconds: when the server comes back, or another one takes its place, all
 * are silent, and live. Longer than anybody needs to notice that the connection
 * by which it hears others is dead: three echoes of `ReplicaChannel`, one of
 * which may get lost on its way out.
 */
const STEADY_MS = 50_000;

/**
 * Ends the leases of replicas whose process is gone before they run out by
 * themselves. It knows by the locks of their sessions (`LifeLine`), looks twice
 * with a pause in which a living one says that it lives, and leaves all others,
 * suspended ones too, to their leases.
 */
export class LifeWatch {
  readonly #store: Store;
  readonly #logger: LoggerService;
  readonly #steadyMs: number;
  /** When each was found silent first, by id and key. */
  #silent = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #looking = false;

  constructor(options: {
    store: Store;
    logger: LoggerService;
    /** @default 50 s */
    steadyMs?: number;
  }) {
    this.#store = options.store;
    this.#logger = options.logger;
    this.#steadyMs = options.steadyMs ?? STEADY_MS;
  }

  start(): void {
    if (this.#store.dialect.notifies) {
      this.#timer = setInterval(() => void this.#look(), LOOK_MS);
      this.#timer.unref();
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { db: tx, dialect, life } = this.#store;
    const { key: ownKey } = life;
    if (this.#looking || ownKey === undefined || life.heldMs < this.#steadyMs) {
      return;
    }
    this.#looking = true;
    try {
      const now = performance.now();
      const before = this.#silent;
      this.#silent = new Map();
      for (const replica of await readSilentReplicas({
        tx,
        dialect,
        ownKey,
      })) {
        const name = `${replica.lifeKey} ${replica.id}`;
        const since = before.get(name) ?? now;
        this.#silent.set(name, since);
        if (
          now - since >= LIFE_GRACE_MS &&
          (await endLeasesOf({ tx, dialect, replica, ownKey }))
        ) {
          this.#logger.warn(
            `The process of ${replica.id} is gone; others take over what it did`,
          );
          this.#store.notifyWork();
        }
      }
    } catch {
      // The database does not answer: nobody is judged.
      this.#silent = new Map();
    } finally {
      this.#looking = false;
    }
  }
}
