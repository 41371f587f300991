import type { Store } from '../store';
import { readOpenApprovalAges } from '../store/operations/readOpenApprovalAges';
import { readQueue } from '../store/operations/readQueue';

/** A slot younger than this is not overdue: ticks take their time. */
const OVERDUE_MS = 2 * 60_000;

/** What of a worker is measured. */
export interface MeasuredWorker {
  /** Targets that it holds. */
  readonly busy: number;
  /** Milliseconds since it last ended a round of claiming. */
  readonly silentMs: number;
}

/**
 * Reads from the database what stands in it, whenever somebody collects the
 * metrics: every replica tells the same.
 */
export class EngineGauges {
  readonly #store: Store;
  readonly #worker: MeasuredWorker;
  #stops: (() => void)[] = [];

  private constructor(store: Store, worker: MeasuredWorker) {
    this.#store = store;
    this.#worker = worker;
  }

  static create(options: {
    store: Store;
    worker: MeasuredWorker;
  }): EngineGauges {
    return new EngineGauges(options.store, options.worker);
  }

  /** Lets itself be read from now on. */
  start(): void {
    const { telemetry, db: tx, dialect, rules } = this.#store;
    const limitOf = rules.clusterLimit;
    const queue = () => readQueue({ tx, dialect, limitOf });
    this.#stops = [
      telemetry.observe('missions.queue.depth', async () => [
        { value: (await queue()).waiting },
      ]),
      telemetry.observe('missions.queue.age', async () => [
        { value: (await queue()).oldestSeconds ?? 0 },
      ]),
      telemetry.observe('missions.approvals.open', async () =>
        (await readOpenApprovalAges({ tx })).map(({ kind, count }) => ({
          value: count,
          attributes: { 'missions.approval.kind': kind },
        })),
      ),
      telemetry.observe('missions.approvals.age', async () => {
        const now = await this.#store.now();
        return (await readOpenApprovalAges({ tx })).map(
          ({ kind, oldestAt }) => ({
            value: Math.max(0, (+now - Date.parse(oldestAt)) / 1000),
            attributes: { 'missions.approval.kind': kind },
          }),
        );
      }),
      telemetry.observe('missions.orbits.overdue', async () => [
        { value: await this.#overdue() },
      ]),
      telemetry.observe('missions.worker.held', async () => [
        { value: this.#worker.busy },
      ]),
      telemetry.observe('missions.worker.lag', async () => [
        { value: this.#worker.silentMs / 1000 },
      ]),
    ];
  }

  stop(): void {
    this.#stops.forEach(stop => stop());
    this.#stops = [];
  }

  async #overdue(): Promise<number> {
    const now = await this.#store.now();
    const [row] = await this.#store
      .db('orbits')
      .where({ paused: false })
      .where(
        'next_run_at',
        '<',
        new Date(now.getTime() - OVERDUE_MS).toISOString(),
      )
      .count({ count: '*' });
    return Number(row.count);
  }
}
