import createKnex, { type Knex } from 'knex';
import { requestCancel, requestPause } from '../../store';
import type { Worker } from '../Worker';
import type { MemoryCluster } from './MemoryCluster';
import { TestEngine } from './TestEngine';

const OPERATOR = 'user:default/operator';
/** So long that no test waits for its end, nor for a heartbeat. */
const LEASE_MS = 600_000;

/**
 * Two replicas of the engine on the same database and the same clusters, each
 * with a store of its own; nobody works before {@link TwoReplicas.works}. Where
 * one process is the limit, they are two in that one. For tests.
 */
export class TwoReplicas {
  readonly one: TestEngine;
  readonly other: TestEngine;
  readonly #client: Knex | undefined;

  private constructor(one: TestEngine, other: TestEngine, client?: Knex) {
    this.one = one;
    this.other = other;
    this.#client = client;
  }

  static async create(
    db: Knex,
    clusters: readonly MemoryCluster[],
  ): Promise<TwoReplicas> {
    const one = await TestEngine.create(db, clusters);
    const client = one.store.dialect.singleProcess
      ? undefined
      : createKnex({ ...db.client.config });
    const other = await TestEngine.create(client ?? db, clusters);
    await one.store.hearReplicas();
    await other.store.hearReplicas();
    return new TwoReplicas(one, other, client);
  }

  /**
   * A worker of a replica, whose leases outlast the test. It takes one target at
   * a time: what it lost while it hangs, the other one takes over.
   */
  async works(replica: TestEngine): Promise<Worker> {
    return replica.worker({ leaseMs: LEASE_MS, concurrency: 1 });
  }

  /** As if who holds targets now were gone or suspended: its leases have run out. */
  async forgetHolders(): Promise<void> {
    await this.one.store
      .db('run_targets')
      .whereNotNull('lease_owner')
      .update({ lease_until: '2020-01-01T00:00:00.000Z' });
  }

  async pause(replica: TestEngine, runId: string, pause: boolean) {
    await replica.store.changeRun(runId, change =>
      requestPause({ change, pause, by: OPERATOR }),
    );
  }

  async cancel(replica: TestEngine, runId: string) {
    await replica.store.changeRun(runId, change =>
      requestCancel({ change, by: OPERATOR }),
    );
  }

  async stop(): Promise<void> {
    await this.one.halt();
    await this.other.halt();
    await this.one.stop();
    await this.other.stop();
    await this.#client?.destroy();
  }
}

/** Something that is waited for until it is let go. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>(resolve => {
    open = resolve;
  });
  return { passed, open };
}
