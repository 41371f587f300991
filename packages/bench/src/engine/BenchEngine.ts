import {
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

/** A run that was started. */
export interface StartedRun {
  readonly runId: string;
  /** Resolves when it succeeded; rejects when it ended in another way. */
  readonly finished: Promise<void>;
}

/**
 * Store and worker as a backend has them, with their defaults, in this
 * process. Missions have the steps that are asked for, without clusters.
 */
export class BenchEngine {
  readonly store: Store;
  readonly #worker: Worker;
  readonly #problems: readonly string[];
  #version = '';

  private constructor(
    store: Store,
    worker: Worker,
    problems: readonly string[],
  ) {
    this.store = store;
    this.#worker = worker;
    this.#problems = problems;
  }

  static async create(
    knex: Knex,
    ...actions: readonly MissionAction[]
  ): Promise<BenchEngine> {
    const engine = await BenchEngine.createIdle(knex, ...actions);
    await engine.#worker.start();
    return engine;
  }

  /** One that works on nothing. */
  static async createIdle(
    knex: Knex,
    ...actions: readonly MissionAction[]
  ): Promise<BenchEngine> {
    const store = await Store.create({
      database: knex,
      sealer: new Sealer([{ id: 'bench', key: Buffer.alloc(32, 1) }]),
    });
    const registry = new Registry();
    registry.addActions(noopAction, ...actions);
    registry.addChecks(passCheck);
    const { logger, problems } = strictLogger();
    const refuse = async () => {
      throw new Error('Missions of a bench have neither clusters nor children');
    };
    const worker = Worker.create({
      store,
      registry,
      logger,
      clusters: { connect: refuse },
      children: { check: refuse, start: refuse, undo: refuse },
    });
    return new BenchEngine(store, worker, problems);
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

  /** Creates a run of the mission. */
  async createRun(): Promise<RunRecord> {
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
        targets: [],
      },
    });
    return run;
  }

  /** Creates a run of the mission, and sees its end in this process. */
  async startRun(): Promise<StartedRun> {
    const run = await this.createRun();
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
      }, PATIENCE_MS);
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
