import {
  Sealer,
  Store,
  type ClusterAccess,
  type DefaultClusterRegistry,
  type RunCreator,
  type Worker,
} from '@mission-control/plugin-missions-backend/testUtils';
import createKnex, { type Knex } from 'knex';

import { createBareWorker } from '../bareEngine/createBareWorker';

/** One process with the engine in it: store and worker, on a database that outlives it. */
export class Engine {
  /** Its connection to the database. */
  readonly db: Knex;
  readonly store: Store;
  readonly creator: RunCreator;
  readonly #worker: Worker;

  private constructor(made: {
    db: Knex;
    store: Store;
    creator: RunCreator;
    worker: Worker;
  }) {
    this.db = made.db;
    this.store = made.store;
    this.creator = made.creator;
    this.#worker = made.worker;
  }

  static async start(options: {
    /** Of SQLite. */
    file: string;
    clusters: DefaultClusterRegistry;
    access: ClusterAccess;
  }): Promise<Engine> {
    const { file, clusters, access } = options;
    const db = createKnex({
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
    });
    const store = await Store.create({
      database: db,
      sealer: new Sealer([{ id: 'undo', key: Buffer.alloc(32, 6) }]),
    });
    const { creator, worker } = createBareWorker({
      store,
      clusters,
      access,
      pollMs: 20,
    });
    await worker.start();
    return new Engine({ db, store, creator, worker });
  }

  async stop(): Promise<void> {
    await this.#worker.stop();
    await this.store.close();
    await this.db.destroy();
  }

  /**
   * Ends it as a kill would: whoever comes after holds what it held, so that
   * nothing of it is written any more. Resolves when the next one may start; what
   * of it still waits for an answer of the cluster gets none before `buried`.
   *
   * @param meanwhile - what people do before another process is there
   */
  async die(
    meanwhile: (store: Store) => Promise<void>,
  ): Promise<{ buried: Promise<void> }> {
    await this.store
      .db('run_targets')
      .whereNotNull('lease_owner')
      .update({
        lease_owner: null,
        lease_until: null,
        wake_at: new Date(0).toISOString(),
        fence: this.db.raw('fence + 1'),
      });
    const buried = this.#worker.stop();
    await meanwhile(this.store);
    await this.store.close();
    await this.db.destroy();
    return { buried };
  }
}
