import {
  REPLICA_LIFE_MS,
  type Replica,
  type Store,
  announceReplica,
  forgetReplicas,
} from '../store';
import { clearLife } from '../store/operations/replicaLives';

/**
 * Tells other replicas that this one lives and which sealing keys it has, so
 * that they leave to it what they cannot open. It is told by whoever claims: a
 * replica of which that stands still is none to leave anything to.
 */
export class Presence {
  readonly replica: Replica;
  readonly #store: Store;
  readonly #everyMs: number;
  #toldAt = -Infinity;
  #telling: Promise<void> | undefined;
  #ended = false;

  constructor(options: {
    store: Store;
    id: string;
    /** Milliseconds between two times that it is told. */
    everyMs: number;
  }) {
    const { store, id, everyMs } = options;
    this.#store = store;
    this.#everyMs = everyMs;
    this.replica = {
      id,
      keys: store.sealer.prints,
      lifeMs: REPLICA_LIFE_MS,
    };
  }

  /**
   * Tells it when it is time, and forgets those who do not; hears at the same
   * time that the schema is newer than this engine. Throws what the store does; then it is still time.
   * Tells nothing after the farewell. Called by one at a time.
   */
  async tell(): Promise<void> {
    const now = performance.now();
    if (this.#ended || now - this.#toldAt <= this.#everyMs) {
      return;
    }
    this.#telling = this.#tellAt(now);
    await this.#telling;
  }

  /**
   * Says farewell: what was left to it is everybody's again. What it was just
   * telling comes first, or others would know it for a life after its end.
   */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#telling?.catch(() => undefined);
    await this.#forget();
  }

  async #tellAt(now: number): Promise<void> {
    const { db: tx, dialect, schema, life } = this.#store;
    const { replica } = this;
    const { key: lifeKey } = life;
    const fits = await announceReplica({ tx, dialect, replica, lifeKey });
    if (lifeKey !== undefined && lifeKey !== life.key) {
      // Its lock went meanwhile, and nobody may go by it.
      await clearLife({ tx, key: lifeKey });
    }
    if (fits) {
      await forgetReplicas({ tx, dialect, replica });
    } else {
      // It claims nothing, so nobody may leave anything to it.
      await this.#forget();
    }
    if (fits === (schema.newer !== undefined)) {
      await schema.look(tx);
    }
    this.#toldAt = now;
  }

  async #forget(): Promise<void> {
    const { id } = this.replica;
    this.#toldAt = -Infinity;
    await this.#store.db('worker_replicas').where({ id }).delete();
  }
}
