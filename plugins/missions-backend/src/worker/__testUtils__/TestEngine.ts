import {
  MissionError,
  type MissionSpec,
  type RunState,
  contentHash,
  isMissionError,
  isTerminal,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { mockLogger } from '../../__testUtils__/mockLogger';
import { approveAction } from '../../actions/approve';
import { noopAction } from '../../actions/noop';
import { runMissionAction } from '../../actions/run';
import { sleepAction } from '../../actions/sleep';
import type { EngineRules } from '../../engine';
import { Registry } from '../../registry';
import { Sealer } from '../../sealing';
import { startUndo } from '../../services/runs/startUndo';
import type { Telemetry } from '../../telemetry';
import {
  type ApprovalRecord,
  type NewRun,
  type RunRecord,
  Store,
  createRun,
  decideApproval,
  readApprovals,
  readRun,
  readTargets,
  saveMissionVersion,
} from '../../store';
import type { ChildRunStarter } from '../types';
import { Worker } from '../Worker';
import { type MemoryCluster, memoryAccess } from './MemoryCluster';
import {
  type MemoryHooks,
  createFailAction,
  createSetAction,
  equalsCheck,
  getAction,
  waitAction,
} from './memoryActions';

const OPERATOR = 'user:default/operator';
const APPROVER = 'user:default/approver';
/** How long a test waits for something; a busy machine may take its time. */
const PATIENCE_MS = 40_000;

/** A mission's spec with the defaults of the format. */
export type TestSpec = Partial<MissionSpec>;

/** The engine on one database with memory clusters. For tests. */
export class TestEngine {
  readonly store: Store;
  readonly registry = new Registry();
  /** Of all workers. */
  readonly logger = mockLogger();
  readonly hooks: MemoryHooks = { calls: [] };
  readonly failing = { left: 0 };
  readonly clusters: readonly MemoryCluster[];
  readonly #workers = new Set<Worker>();

  private constructor(store: Store, clusters: readonly MemoryCluster[]) {
    this.store = store;
    this.clusters = clusters;
    this.registry.addActions(
      approveAction,
      noopAction,
      runMissionAction,
      sleepAction,
      createSetAction(this.hooks),
      getAction,
      createFailAction(this.failing),
      waitAction,
    );
    this.registry.addChecks(equalsCheck);
  }

  static async create(
    knex: Knex,
    clusters: readonly MemoryCluster[],
    options: {
      sealer?: Sealer;
      rules?: EngineRules;
      telemetry?: Telemetry;
    } = {},
  ): Promise<TestEngine> {
    const sealer =
      options.sealer ?? new Sealer([{ id: 'test', key: Buffer.alloc(32, 7) }]);
    const store = await Store.create({ ...options, database: knex, sealer });
    return new TestEngine(store, clusters);
  }

  /** A worker that is started. */
  async worker(
    options: {
      leaseMs?: number;
      concurrency?: number;
      announceMs?: number;
    } = {},
  ): Promise<Worker> {
    const worker = Worker.create({
      store: this.store,
      registry: this.registry,
      clusters: memoryAccess(...this.clusters),
      children: this.#children(),
      logger: this.logger,
      pollMs: 20,
      ...options,
    });
    this.#workers.add(worker);
    await worker.start();
    return worker;
  }

  /** Stores a mission and answers ref and version. */
  async mission(
    name: string,
    spec: TestSpec,
  ): Promise<{ missionRef: string; missionVersion: string }> {
    const whole = {
      type: 'install',
      preflight: [],
      steps: [],
      verify: [],
      checks: [],
      ...spec,
    } as MissionSpec;
    const version = contentHash(JSON.parse(JSON.stringify(whole)));
    const ref = `test/${name}`;
    await saveMissionVersion({
      tx: this.store.db,
      ref,
      version,
      content: name,
      spec: whole,
      now: new Date().toISOString(),
    });
    return { missionRef: ref, missionVersion: version };
  }

  /** Starts a run of a mission on all clusters. */
  async start(
    spec: TestSpec,
    options: Partial<NewRun> = {},
  ): Promise<RunRecord> {
    const mission = await this.mission('mission', spec);
    const { run } = await createRun({
      store: this.store,
      run: {
        ...mission,
        type: spec.type ?? 'install',
        title: 'A run',
        initiator: OPERATOR,
        trigger: { kind: 'api' },
        parameters: {},
        targets: this.clusters.map(cluster => ({ cluster: cluster.ref })),
        ...options,
      },
    });
    return run;
  }

  /** Starts the undo of a run. */
  async undo(
    run: RunRecord,
    clusters: readonly MemoryCluster[] = this.clusters,
  ): Promise<RunRecord> {
    const before = await readTargets({
      tx: this.store.db,
      runIds: [run.id],
    });
    const { run: undo } = await createRun({
      store: this.store,
      run: {
        missionRef: run.missionRef,
        missionVersion: run.missionVersion,
        type: run.type,
        title: `Undo ${run.title}`,
        initiator: OPERATOR,
        trigger: { kind: 'undo' },
        parameters: {},
        targets: clusters.map(({ ref }) => ({
          cluster: ref,
          role: before.find(item => item.targetId === ref.name)?.role,
        })),
        undoOf: run.id,
        undo: {
          targets:
            clusters.length > 0
              ? clusters.map(cluster => cluster.ref.name)
              : ['-'],
          overwriteDrift: [],
        },
      },
    });
    return undo;
  }

  /** Runs steps that need not leave anything on a cluster, and takes them back. */
  async runAndUndo(steps: TestSpec['steps']): Promise<void> {
    const run = await this.start({
      steps,
      verify: [
        { id: 'is-empty', check: 'memory:equals', input: { name: 'house' } },
      ],
    });
    await this.approve(run.id);
    await this.reaches(run.id, 'succeeded');
    const undo = await this.undo(run);
    await this.approve(undo.id);
    await this.reaches(undo.id, 'succeeded');
  }

  /** Waits until a run is in a state; fails early when it ends in another one. */
  async reaches(runId: string, state: RunState): Promise<RunRecord> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const run = (await readRun({ tx: this.store.db, runId }))!;
      if (run.state === state) {
        return run;
      }
      if (isTerminal(run.state) || Date.now() > end) {
        const targets = await readTargets({
          tx: this.store.db,
          runIds: [runId],
        });
        throw new Error(
          `Run is ${run.state}, not ${state}: ${targets
            .map(item => `${item.targetId} ${item.state} ${item.reason ?? ''}`)
            .join('; ')}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  /** Waits until a condition holds. */
  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!(await condition())) {
      if (Date.now() > end) {
        throw new Error('The condition did not come true');
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  /** The open approvals of a run. */
  async openApprovals(runId: string): Promise<ApprovalRecord[]> {
    return readApprovals({ tx: this.store.db, runIds: [runId], state: 'open' });
  }

  /** Waits until the run asks somebody. */
  async asks(runId: string): Promise<void> {
    await this.until(async () => (await this.openApprovals(runId)).length > 0);
  }

  /** Waits for the run to ask, and approves everything that is open. */
  async approve(runId: string, by: string = APPROVER): Promise<void> {
    await this.asks(runId);
    for (const approval of await this.openApprovals(runId)) {
      await this.decide(approval, 'approve', by);
    }
  }

  async decide(
    approval: Pick<ApprovalRecord, 'id' | 'runId' | 'hash'>,
    decision: 'approve' | 'reject',
    by: string = APPROVER,
  ): Promise<void> {
    await this.store.changeRun(approval.runId, change =>
      decideApproval({
        change,
        id: approval.id,
        decider: { by, ownershipRefs: [] },
        decision,
        hash: approval.hash,
      }),
    );
  }

  /** Stops all workers and fails when a lease is left. */
  async stop(): Promise<void> {
    await this.halt();
    await this.store.close();
  }

  /** Stops all workers; others may take over. */
  async halt(): Promise<void> {
    for (const worker of this.#workers) {
      await worker.stop();
    }
    this.#workers.clear();
  }

  #children(): ChildRunStarter {
    const newest = (ref: string) =>
      this.store
        .db('mission_versions')
        .where({ ref })
        .orderBy('created_at', 'desc')
        .first('version', 'spec_json');
    return {
      check: async ({ parentRunId, missionRef, targets }) => {
        if (!(await readRun({ tx: this.store.db, runId: parentRunId }))) {
          throw new MissionError('NOT_FOUND', `No run '${parentRunId}'`);
        }
        const row = await newest(missionRef);
        if (!row) {
          throw new MissionError('NOT_FOUND', `No mission '${missionRef}'`);
        }
        const unknown = targets.find(
          ({ cluster }) =>
            !this.clusters.some(known => known.ref.name === cluster),
        );
        if (unknown) {
          throw new MissionError('CLUSTER_UNKNOWN', `No '${unknown.cluster}'`);
        }
        return { missionVersion: row.version };
      },
      start: async options => {
        const row = await newest(options.missionRef);
        await this.hooks.beforeChildStart?.();
        const { run } = await createRun({
          store: this.store,
          run: {
            missionRef: options.missionRef,
            missionVersion: row.version,
            type: JSON.parse(row.spec_json).type,
            title: 'A child',
            initiator: options.initiator,
            trigger: { kind: 'chain' },
            parameters: options.parameters,
            idempotencyKey: options.idempotencyKey,
            parent: options.parent,
            targets: this.clusters
              .filter(cluster =>
                options.targets.some(item => item.cluster === cluster.ref.name),
              )
              .map(cluster => ({ cluster: cluster.ref })),
          },
        });
        return { runId: run.id };
      },
      undo: async options => {
        try {
          const { id } = await startUndo({
            store: this.store,
            request: {},
            ...options,
          });
          await this.hooks.afterChildUndo?.(options.runId);
          return { runId: id };
        } catch (error) {
          if (isMissionError(error) && error.details?.nothingLeft) {
            return undefined;
          }
          throw error;
        }
      },
    };
  }
}
