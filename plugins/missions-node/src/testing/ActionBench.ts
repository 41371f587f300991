import {
  MissionError,
  type Evidence,
  type ObjectRef,
  type PlannedChange,
} from '@mission-control/plugin-missions-common';
import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createOnce,
  isDeletion,
  leftOpen,
  unapprovedWrite,
  withOpenIntents,
  type ActionPlan,
  type BaseContext,
  type MissionAction,
  type PlanContext,
  type RunContext,
  type StepJournal,
  type StepTimeLimit,
  type UndoneRun,
  type UndoPlanContext,
  type UndoResult,
  type UndoRunContext,
} from '../actions';
import type { CheckOutcome, MissionCheck } from '../checks';
import {
  guardWrites,
  SeenObjects,
  type ClusterClient,
  type WriteDeclarations,
} from '../clusters';
import { MemoryJournal } from './MemoryJournal';

/** What a bench is made of. @public */
export interface ActionBenchOptions {
  /** Left out: a target without a cluster. */
  readonly cluster?: ClusterClient;
  readonly missionName?: string;
  readonly runId?: string;
  readonly stepId?: string;
  /** Values that `ctx.mask` replaces. */
  readonly secrets?: readonly string[];
  readonly writeRefusal?: BaseContext<unknown>['writeRefusal'];
  readonly signal?: AbortSignal;
  /** What earlier steps of the run wrote. */
  readonly wroteEarlier?: readonly ObjectRef[];
  /** Of an undo: uids of objects that other steps of the run made. */
  readonly madeByRun?: readonly string[];
  /** Of an undo: uids of objects that other steps of the run deleted. */
  readonly deletedByRun?: readonly string[];
  /** Of an undo: the other run that wrote an object since. */
  readonly writtenSince?: (object: ObjectRef) => string | undefined;
  /** Of the step; nobody ends it here. Defaults to ten minutes, an hour in all. */
  readonly timeLimit?: StepTimeLimit;
  /** No wait between two looks is longer, so that a test ends when it can; else as the action asks. */
  readonly longestPauseMs?: number;
}

/** A line that an action logged. @public */
export interface BenchLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** Throws as soon as it is used. */
const noCluster: ClusterClient = new Proxy({} as ClusterClient, {
  get() {
    throw new MissionError('CLUSTER_UNKNOWN', 'The target has no cluster');
  },
});

/**
 * Runs one step of one target without engine or database: input through the
 * schema, journal and checkpoints in memory, log and evidence captured.
 * Calling `run` twice is the same step again, as after a crash.
 * @public
 */
export class ActionBench {
  readonly journal: MemoryJournal;
  readonly logs: BenchLine[] = [];
  readonly evidence: Omit<Evidence, 'at'>[] = [];
  readonly progress: string[] = [];
  readonly #options: ActionBenchOptions;
  readonly #checkpoints = new Map<string, unknown>();
  #attempt = 0;

  constructor(options: ActionBenchOptions = {}) {
    this.#options = options;
    this.journal = new MemoryJournal(this.stepId);
  }

  get stepId(): string {
    return this.#options.stepId ?? 'step';
  }

  get idempotencyKey(): string {
    return `${this.#options.runId ?? 'run-1'}.${this.stepId}`;
  }

  /** What plan, run and checks have in common; its client writes only what is declared. */
  baseContext<TInput>(
    input: TInput,
    writes: Pick<WriteDeclarations, 'declared' | 'seen'> = {},
  ): BaseContext<TInput> {
    const { cluster, secrets = [], missionName = 'test' } = this.#options;
    const log = (level: BenchLine['level']) => (text: string) => {
      this.logs.push({ level, text });
    };
    return {
      input,
      run: {
        id: this.#options.runId ?? 'run-1',
        missionRef: `test/${missionName}`,
        missionName,
        missionVersion: 'sha256:test',
        initiator: 'user:default/tester',
        demo: false,
      },
      target: { id: cluster?.cluster.name ?? '-', cluster: cluster?.cluster },
      stepId: this.stepId,
      cluster: guardWrites(cluster ?? noCluster, {
        who: `Step '${this.stepId}'`,
        ...writes,
      }),
      log: {
        debug: log('debug'),
        info: log('info'),
        warn: log('warn'),
        error: log('error'),
      },
      signal: this.#options.signal ?? new AbortController().signal,
      mask: value => maskSecrets(value, secrets),
      digest: value =>
        createHmac('sha256', 'key of a test')
          .update(JSON.stringify(value) ?? 'undefined')
          .digest('hex'),
      writeRefusal: this.#options.writeRefusal ?? (() => undefined),
      checkChild: async ({ missionVersion = 'sha256:test' }) => ({
        missionVersion,
      }),
    };
  }

  /** Plans the step; `earlier` are changes of earlier steps. */
  async plan<TInput>(
    action: MissionAction<TInput>,
    input: unknown,
    earlier: readonly PlannedChange[] = [],
  ): Promise<ActionPlan> {
    const parsed = action.schema.input.parse(input);
    const context: PlanContext<TInput> = {
      ...this.baseContext(parsed),
      earlier,
      once: createOnce(),
    };
    if (!action.plan) {
      throw new Error(`Action '${action.id}' has no plan`);
    }
    return jsonOf(await action.plan(context));
  }

  /** Runs the step once, with the plan that was approved. */
  async run<TInput, TOutput>(
    action: MissionAction<TInput, TOutput>,
    input: unknown,
    approved: ActionPlan | readonly PlannedChange[] = [],
  ): Promise<TOutput> {
    const parsed = action.schema.input.parse(input);
    const { context, end } = this.#call(parsed, approved, action.effect);
    const output = await action.run(context);
    end(`Action '${action.id}'`);
    return action.schema.output.parse(output) as TOutput;
  }

  /** Plans the undo of what another bench did; steps of one plan share `once`. */
  async planUndo<TInput>(
    action: MissionAction<TInput>,
    input: unknown,
    of: ActionBench,
    options: {
      earlier?: readonly PlannedChange[];
      once?: PlanContext<TInput>['once'];
      overwriteDrift?: readonly ObjectRef[];
      keepDrift?: readonly ObjectRef[];
    } = {},
  ): Promise<ActionPlan> {
    const context: UndoPlanContext<TInput> = {
      ...this.baseContext(action.schema.input.parse(input)),
      ...(await this.#undone(of)),
      earlier: options.earlier ?? [],
      once: options.once ?? createOnce(),
      output: {},
      overwriteDrift: options.overwriteDrift ?? [],
      keepDrift: options.keepDrift ?? [],
    };
    return jsonOf(await undoOf(action).plan(context));
  }

  /** Runs the undo of what another bench did. */
  async undo<TInput>(
    action: MissionAction<TInput>,
    input: unknown,
    of: ActionBench,
    approved: ActionPlan | readonly PlannedChange[],
    overwriteDrift: readonly ObjectRef[] = [],
  ): Promise<UndoResult> {
    const parsed = action.schema.input.parse(input);
    const { context, end } = this.#call(parsed, approved, 'write');
    const undoContext: UndoRunContext<TInput> = {
      ...context,
      ...(await this.#undone(of)),
      output: {},
      overwriteDrift,
    };
    const result = await undoOf(action).run(undoContext);
    end(`The undo of action '${action.id}'`);
    return result ?? { kept: [] };
  }

  /** Asks a check. */
  async check<TInput>(
    check: MissionCheck<TInput>,
    input: unknown,
  ): Promise<CheckOutcome> {
    return check.run(this.baseContext(check.schema.input.parse(input)));
  }

  /** What an undo knows of the run that it takes back. */
  async #undone(
    of: ActionBench,
  ): Promise<UndoneRun & Pick<UndoPlanContext<unknown>, 'records'>> {
    const records = (await of.journal.records()).reverse();
    const made = records
      .filter(({ prior }) => prior === null)
      .map(({ after }) => after?.metadata?.uid);
    const deleted = records
      .filter(({ after }) => after === null)
      .map(({ prior }) => prior?.metadata?.uid);
    return {
      records,
      deletedByRun: async (_object, uid) =>
        [...deleted, ...(this.#options.deletedByRun ?? [])].includes(uid),
      madeByRun: async (_object, uid) =>
        [...made, ...(this.#options.madeByRun ?? [])].includes(uid),
      writtenSince: async object => this.#options.writtenSince?.(object),
      undoneKey: of.idempotencyKey,
      isLeftOfChild: async () => true,
    };
  }

  #pausing(): Pick<RunContext<unknown>, 'pause'> {
    const { longestPauseMs, signal } = this.#options;
    return longestPauseMs === undefined
      ? {}
      : {
          pause: milliseconds =>
            delay(Math.min(milliseconds, longestPauseMs), undefined, {
              signal,
            }),
        };
  }

  /** One call of the step; `end` throws when it left an intent open. */
  #call<TInput>(
    input: TInput,
    approved: ActionPlan | readonly PlannedChange[],
    effect: MissionAction['effect'],
  ): { context: RunContext<TInput>; end(who: string): void } {
    this.#attempt += 1;
    const changes = ('changes' in approved ? approved.changes : approved).map(
      change => ({ stepId: this.stepId, ...change }),
    );
    const seen = new SeenObjects();
    const { cluster } = this.#options;
    const intents = withOpenIntents(
      refusing(
        this.journal,
        async entry =>
          unapprovedWrite(changes, entry) ??
          (cluster && (await seen.refusal(cluster, entry))),
      ),
      intent => isDeletion(changes, intent),
    );
    const context: RunContext<TInput> = {
      ...this.baseContext(input, {
        seen,
        ...(effect === 'write' && { declared: intents.open }),
      }),
      ...this.#pausing(),
      attempt: this.#attempt,
      idempotencyKey: this.idempotencyKey,
      fence: this.#attempt,
      approved: changes,
      journal: intents.journal,
      checkpoint: async (key, fn) => {
        if (!this.#checkpoints.has(key)) {
          this.#checkpoints.set(key, jsonOf(await fn()));
        }
        return structuredClone(this.#checkpoints.get(key)) as any;
      },
      timeLimit: this.#options.timeLimit ?? {
        withoutProgressMs: 600_000,
        inAllMs: 3_600_000,
      },
      progress: ({ text }) => {
        this.progress.push(text);
      },
      wroteEarlier: async object =>
        (this.#options.wroteEarlier ?? []).some(
          wrote => JSON.stringify(wrote) === JSON.stringify(object),
        ),
      evidence: evidence => {
        this.evidence.push(evidence);
      },
      children: {
        start: noChildren,
        get: noChildren,
        undo: noChildren,
      },
    };
    const end = (who: string) => {
      const error = leftOpen(who, intents.open());
      if (error) {
        throw error;
      }
    };
    return { context, end };
  }
}

/** The journal as the engine's: what is refused is kept there as such. */
function refusing(
  journal: StepJournal,
  refusalOf: (
    entry: Parameters<StepJournal['intend']>[0],
  ) => Promise<MissionError | undefined>,
): StepJournal {
  return {
    records: () => journal.records(),
    complete: (seq, after) => journal.complete(seq, after),
    refuse: (seq, refusal) => journal.refuse(seq, refusal),
    async intend(entry) {
      const refused = await refusalOf(entry);
      const seq = await journal.intend(entry);
      if (refused) {
        await journal.refuse(seq, refused);
        throw refused;
      }
      return seq;
    },
  };
}

function undoOf<TInput>(action: MissionAction<TInput>) {
  if (!action.undo) {
    throw new Error(`Action '${action.id}' has no undo`);
  }
  return action.undo;
}

async function noChildren(): Promise<never> {
  throw new Error('The test bench starts no runs');
}

function maskSecrets<T>(value: T, secrets: readonly string[]): T {
  if (value === undefined) {
    return value;
  }
  let text = JSON.stringify(value);
  for (const secret of secrets) {
    text = text.split(JSON.stringify(secret).slice(1, -1)).join('***');
  }
  return JSON.parse(text);
}

function jsonOf<T>(value: T): T {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
