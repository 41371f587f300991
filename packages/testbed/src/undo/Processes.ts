import {
  clusterAccess,
  decideApproval,
  requestCancel,
  saveMissions,
  startUndo,
  type ClusterAccess,
  type DefaultClusterRegistry,
  type Store,
} from '@mission-control/plugin-missions-backend/testUtils';
import {
  isTerminal,
  type PlannedChange,
  type RunState,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import type { ClusterRequest } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';

import type { Crashes, CrashPoint } from './Case';
import { Engine } from './Engine';
import { mortalClient } from './MortalClient';
import { CrashPlan, MortalFate } from './MortalFate';

const PATIENCE_MS = 240_000;
const POLL_MS = 15;
const STARTER = 'user:default/operator';
const APPROVER = 'user:default/approver';
/** Name of the one cluster. */
export const CLUSTER = 'harbour';

type Mission = NonNullable<
  Parameters<typeof saveMissions>[0]['missions']
>[number];

/** How a run went. */
export interface Ended {
  readonly runId: string;
  readonly state: RunState;
  readonly outcome: string;
  /** What it asked about after its first approval: it stays as it is. */
  readonly askedAgain: readonly PlannedChange[];
  /** Where its processes ended. */
  readonly crashes: readonly CrashPoint[];
  /** Writes that the API server did for it. */
  readonly writes: readonly ClusterRequest[];
}

/** One engine after the other on one database: each takes over from one that died. */
export class Processes {
  /** Of SQLite. */
  readonly #file: string;
  readonly #clusters: DefaultClusterRegistry;
  #engine!: Engine;
  #fate!: MortalFate;
  #dying: Promise<void> = Promise.resolve();
  readonly #buried: Promise<void>[] = [];
  #meanwhile: (store: Store) => Promise<void> = async () => undefined;
  /** Why a process could not be followed by another. */
  #failure: unknown;

  private constructor(file: string, clusters: DefaultClusterRegistry) {
    this.#file = file;
    this.#clusters = clusters;
  }

  static async start(
    file: string,
    clusters: DefaultClusterRegistry,
  ): Promise<Processes> {
    const processes = new Processes(file, clusters);
    await processes.#startNext();
    return processes;
  }

  get store(): Store {
    return this.#engine.store;
  }

  get #db(): Knex {
    return this.#engine.db;
  }

  /** Starts a run of a mission. */
  async start(mission: Mission): Promise<string> {
    const { store, creator } = this.#engine;
    await store.transaction(tx =>
      saveMissions({
        tx,
        source: mission.summary.source,
        missions: [mission],
        problems: [],
        now: new Date().toISOString(),
      }),
    );
    const { run } = await creator.start({
      request: {
        missionRef: mission.summary.ref,
        targets: [{ cluster: CLUSTER }],
      },
      initiator: STARTER,
      trigger: { kind: 'api' },
    });
    return run.id;
  }

  /** Starts the undo of a run. Throws UNDO_REFUSED. */
  async undo(runId: string, request: UndoRequest = {}): Promise<string> {
    const { id } = await startUndo({
      store: this.store,
      runId,
      request,
      initiator: STARTER,
      mayDecide: true,
    });
    return id;
  }

  /** Waits until a run is planned and asks, or cannot go on. */
  async planned(runId: string): Promise<RunState> {
    await this.#until(`run ${runId} is planned`, async () => {
      const { state } = await this.#run(runId);
      return (
        state !== 'queued' && state !== 'preflight' && state !== 'planning'
      );
    });
    return (await this.#run(runId)).state;
  }

  /** What its plan says. */
  async planOf(runId: string): Promise<PlannedChange[]> {
    const row = await this.#db('run_targets').where({ run_id: runId }).first();
    return JSON.parse(row.plan_json ?? '{"changes":[]}').changes;
  }

  /** Objects that the undos of a run left in place, by its journal. */
  async journal(runId: string): Promise<any[]> {
    const rows = await this.#db('run_journal')
      .where({ run_id: runId })
      .orderBy('seq');
    return rows.map(row => ({ ...row, object: JSON.parse(row.object_json) }));
  }

  /** Approves what a run asks for until it ends or cannot go on; its processes end where they shall. */
  async drive(
    runId: string,
    options: {
      crash?: Crashes;
      isCancelled?: boolean;
      /** What others do when a process has ended for the first time. */
      whileDead?: () => Promise<void>;
    } = {},
  ): Promise<Ended> {
    const { crash = 'nowhere', isCancelled = false, whileDead } = options;
    const plan = new CrashPlan(crash);
    this.#fate.begin(runId, plan);
    this.#meanwhile = async store => {
      if (plan.met.length === 1) {
        await whileDead?.();
      }
      if (isCancelled) {
        await store.changeRun(runId, change =>
          requestCancel({ change, by: STARTER }),
        );
      }
    };
    const askedAgain: PlannedChange[] = [];
    let approved = 0;
    await this.#until(`run ${runId} ends`, async () => {
      const open = await this.#db('approvals').where({
        run_id: runId,
        state: 'open',
      });
      for (const { id, hash, changes_json: changes } of open) {
        if (approved > 0) {
          askedAgain.push(...JSON.parse(changes ?? '[]').filter(isLeft));
        }
        await this.store.changeRun(runId, change =>
          decideApproval({
            change,
            id,
            hash,
            decider: { by: APPROVER, ownershipRefs: [] },
            decision: 'approve',
          }),
        );
        approved += 1;
      }
      const { state } = await this.#run(runId);
      return (
        isTerminal(state) || state === 'blocked' || state === 'needs_decision'
      );
    });
    const { state, outcome, reason } = await this.#run(runId);
    const [target] = await this.#db('run_targets').where({ run_id: runId });
    const steps = await this.#db('run_steps').where({ run_id: runId });
    const { problems = [] } = JSON.parse(target?.plan_json ?? '{}');
    const { writes } = this.#fate;
    this.#fate.begin(runId, new CrashPlan('nowhere'));
    return {
      runId,
      state,
      outcome: [
        ...[outcome, reason, target?.reason],
        ...problems.map(({ message }: { message: string }) => message),
        ...steps.map(step => step.error_json),
      ]
        .filter(Boolean)
        .join('; '),
      askedAgain,
      crashes: plan.met,
      writes,
    };
  }

  async stop(): Promise<void> {
    await this.#dying;
    await this.#engine.stop();
    await Promise.all(this.#buried);
  }

  async #startNext(writes: ClusterRequest[] = []): Promise<void> {
    const former = this.#fate as MortalFate | undefined;
    const fate = new MortalFate(writes, () => this.#die(fate));
    if (former) {
      fate.begin(former.runId, former.plan, writes);
    }
    this.#fate = fate;
    const access = clusterAccess(this.#clusters);
    const mortal: ClusterAccess = {
      async connect(name, options) {
        const connected = await access.connect(name, options);
        return {
          ...connected,
          client: mortalClient(connected.client, fate),
        };
      },
    };
    this.#engine = await Engine.start({
      file: this.#file,
      clusters: this.#clusters,
      access: mortal,
    });
    fate.db = this.#engine.db;
  }

  /** One ends, the next one takes over. */
  #die(fate: MortalFate): void {
    const engine = this.#engine;
    this.#dying = (async () => {
      const { buried } = await engine.die(this.#meanwhile);
      await this.#startNext(fate.writes);
      fate.bury();
      this.#buried.push(buried);
    })().catch(error => {
      this.#failure = error;
    });
  }

  async #run(runId: string) {
    return this.#db('runs').where({ id: runId }).first();
  }

  async #until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const dying = this.#dying;
      await dying;
      if (this.#failure) {
        throw this.#failure;
      }
      try {
        if (await holds()) {
          return;
        }
      } catch (error) {
        // The process that was asked ended meanwhile.
        if (dying === this.#dying) {
          throw error;
        }
      }
      if (Date.now() > deadline) {
        const rows = await this.#db('run_targets').select(
          ...['run_id', 'state', 'reason'],
        );
        throw new Error(
          `It did not come to this: ${what}; ${JSON.stringify(rows)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
  }
}

/** What is gone since the plan is asked about as well, and is in nobody's way. */
function isLeft({ kind, takeOver }: PlannedChange): boolean {
  return kind === 'conflict' || takeOver === false;
}
