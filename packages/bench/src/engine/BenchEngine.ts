import {
  type ClusterAccess,
  type FeedMessage,
  Registry,
  type RunRecord,
  Sealer,
  Store,
  Worker,
  createRun,
  noopAction,
  saveMissionVersion,
} from '@mission-control/plugin-missions-backend/testUtils';
import {
  type MissionSpec,
  contentHash,
} from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { passCheck } from './passCheck';
import { strictLogger } from './strictLogger';

const MISSION_REF = 'bench/mission';
/** A run that does not get on for so long, in milliseconds, fails its bench. */
const PATIENCE_MS = 30_000;

/** What an engine has beside its defaults. */
export interface BenchEngineOptions {
  readonly actions?: readonly MissionAction[];
  /** Absent: runs have no clusters. */
  readonly clusters?: ClusterAccess;
  /** Targets at once. */
  readonly concurrency?: number;
  /** How long a run may take, in milliseconds. */
  readonly patienceMs?: number;
}

/** A run that was started. */
export interface StartedRun {
  readonly runId: string;
  /** Resolves when it succeeded; rejects when it ended in another way. */
  readonly finished: Promise<void>;
}

/**
 * Store and worker as a backend has them, with their defaults, in this
 * process. Missions have the steps that are asked for.
 */
export class BenchEngine {
  readonly store: Store;
  readonly #worker: Worker;
  readonly #problems: readonly string[];
  readonly #patienceMs: number;
  #version = '';

  private constructor(
    store: Store,
    worker: Worker,
    problems: readonly string[],
    patienceMs: number,
  ) {
    this.store = store;
    this.#worker = worker;
    this.#problems = problems;
    this.#patienceMs = patienceMs;
  }

  static async create(
    knex: Knex,
    ...actions: readonly MissionAction[]
  ): Promise<BenchEngine> {
    const engine = await BenchEngine.createWith(knex, { actions });
    await engine.start();
    return engine;
  }

  /** One that works on nothing. */
  static createIdle(knex: Knex): Promise<BenchEngine> {
    return BenchEngine.createWith(knex, {});
  }

  /** One that works on nothing until it is started. */
  static async createWith(
    knex: Knex,
    options: BenchEngineOptions,
  ): Promise<BenchEngine> {
    const { actions = [], concurrency, patienceMs = PATIENCE_MS } = options;
    const store = await Store.create({
      database: knex,
      sealer: new Sealer([{ id: 'bench', key: Buffer.alloc(32, 1) }]),
    });
    const registry = new Registry();
    registry.addActions(noopAction, ...actions);
    registry.addChecks(passCheck);
    const { logger, problems } = strictLogger();
    const refuse = async () => {
      throw new Error('This bench has neither clusters nor children');
    };
    const worker = Worker.create({
      store,
      registry,
      logger,
      clusters: options.clusters ?? { connect: refuse },
      children: { check: refuse, start: refuse, undo: refuse },
      ...(concurrency !== undefined && { concurrency }),
    });
    return new BenchEngine(store, worker, problems, patienceMs);
  }

  /** Begins to work. */
  async start(): Promise<void> {
    await this.#worker.start();
  }

  /** Stores the mission that runs have from now on: so many steps of an action. */
  async useMission(
    steps: number,
    action: string = noopAction.id,
  ): Promise<void> {
    const spec = {
      type: 'install',
      approval: {
        policy: 'automatic',
        count: 1,
        from: [],
        notStarter: false,
        expires: '1h',
      },
      preflight: [],
      steps: Array.from({ length: steps }, (_, index) => ({
        id: `step-${index + 1}`,
        action,
      })),
      verify: [{ id: 'proved', check: passCheck.id }],
      checks: [],
    } satisfies MissionSpec;
    this.#version = contentHash(JSON.parse(JSON.stringify(spec)));
    await saveMissionVersion({
      tx: this.store.db,
      ref: MISSION_REF,
      version: this.#version,
      content: JSON.stringify(spec),
      spec,
      now: new Date().toISOString(),
    });
  }

  /** Creates a run of the mission, on these clusters. */
  async createRun(clusters: readonly string[] = []): Promise<RunRecord> {
    const { run } = await createRun({
      store: this.store,
      run: {
        missionRef: MISSION_REF,
        missionVersion: this.#version,
        type: 'install',
        title: 'A run of a bench',
        initiator: 'user:default/bench',
        trigger: { kind: 'api' },
        parameters: {},
        targets: clusters.map(name => ({ cluster: { name } })),
      },
    });
    return run;
  }

  /** Creates a run of the mission, and sees its end in this process. */
  async startRun(clusters: readonly string[] = []): Promise<StartedRun> {
    const run = await this.createRun(clusters);
    const finished = this.#ends(run);
    // Whoever awaits it gets the error; a run that nobody awaits any more must
    // not end the process.
    finished.catch(() => {});
    return { runId: run.id, finished };
  }

  /** Some end before their request is answered. */
  async #ends({ id, state, finishedAt }: RunRecord): Promise<void> {
    const message = finishedAt
      ? undefined
      : await this.sees(
          id,
          item => item.kind === 'event' && item.event.type === 'run.finished',
        );
    const end =
      message?.kind === 'event' ? String(message.event.data.state) : state;
    if (end !== 'succeeded') {
      throw new Error(`Run ${id} is ${end}`);
    }
  }

  /** The next message that fits. Rejects when none comes in time. */
  sees(
    runId: string | undefined,
    fits: (message: FeedMessage) => boolean,
  ): Promise<FeedMessage> {
    return new Promise((resolve, reject) => {
      let unsubscribe = () => {};
      const limit = setTimeout(() => {
        unsubscribe();
        reject(
          new Error(
            `Run ${runId ?? ''} got stuck. ${this.#problems.join('; ')}`,
          ),
        );
      }, this.#patienceMs);
      unsubscribe = this.store.feed.subscribe(message => {
        if (fits(message)) {
          clearTimeout(limit);
          unsubscribe();
          resolve(message);
        }
      }, runId);
    });
  }

  /** Ends it. Throws when the worker logged a problem on the way. */
  async stop(): Promise<void> {
    await this.#worker.stop();
    await this.store.close();
    if (this.#problems.length > 0) {
      throw new Error(`The worker had problems: ${this.#problems.join('; ')}`);
    }
  }
}
