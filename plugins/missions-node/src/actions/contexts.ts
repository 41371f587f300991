import type {
  Approval,
  ClusterRef,
  ErrorCode,
  Evidence,
  ObjectRef,
  PlannedChange,
  RunState,
} from '@mission-control/plugin-missions-common';
import type { ClusterClient, KubernetesObject } from '../clusters';

/** A step's log; secrets are masked on the way. @public */
export interface StepLog {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** Why a guard refuses a write: an error of the catalogue, not thrown yet. @public */
export interface WriteRefusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What plan, run, undo and checks have in common. @public */
export interface BaseContext<TInput> {
  readonly input: TInput;
  readonly run: {
    readonly id: string;
    readonly missionRef: string;
    /** Name without source: the field manager is `missions:<missionName>`. */
    readonly missionName: string;
    readonly missionVersion: string;
    /** Entity ref of the person for whom it runs. */
    readonly initiator: string;
    readonly demo: boolean;
    /** Set in undo runs. */
    readonly undoOf?: string;
  };
  readonly target: {
    /** Cluster name, or `-` for a run without a cluster. */
    readonly id: string;
    readonly role?: string;
    readonly cluster?: ClusterRef;
    /** UID of kube-system, pinned in preflight. */
    readonly clusterUid?: string;
  };
  /** Step id, or check id in preflight and verify. */
  readonly stepId: string;
  /**
   * Throws CLUSTER_UNKNOWN for a target without a cluster. A write throws
   * WRITE_NOT_DECLARED unless `run` or `undo` of a write action has an open
   * intent for it in the journal.
   */
  readonly cluster: ClusterClient;
  readonly log: StepLog;
  /**
   * Aborted when the run is cancelled, the time is up, or the process ends. What
   * has not ended 5 s later is left behind, and may do nothing more.
   */
  readonly signal: AbortSignal;
  /** Replaces every secret value of the run, in any encoding, by ***. */
  mask<T>(value: T): T;
  /** HMAC-SHA256 (hex) with the run's key: shows that secrets differ without showing them. */
  digest(value: unknown): string;
  /** What guards say to a write, or undefined when it is allowed. */
  writeRefusal(object: ObjectRef, verb: string): WriteRefusal | undefined;
  /**
   * Whether a run of another mission could start now. Throws what it would be
   * refused with; answers the version that would run. Only for mission:run.
   */
  checkChild(request: ChildRequest): Promise<{ missionVersion: string }>;
}

/** What a child run is asked for. @public */
export interface ChildRequest {
  readonly missionRef: string;
  /** Refused when the mission is another version by now. */
  readonly missionVersion?: string;
  readonly parameters: Record<string, unknown>;
  readonly targets: readonly {
    readonly cluster: string;
    readonly role?: string;
  }[];
}

/** @public */
export interface PlanContext<TInput> extends BaseContext<TInput> {
  /** Changes that earlier steps of this target plan. */
  readonly earlier: readonly PlannedChange[];
  /**
   * Makes something once for the whole plan of this target, and shares it among
   * its steps: what the cluster has to be asked only once. The key begins with
   * the namespace of the actions, such as `acme:quotas`. A run that carries the
   * plan out does not get it: it looks again.
   */
  once<T>(key: string, make: () => T): T;
}

/** A record of the journal, opened. @public */
export interface JournalRecord {
  readonly seq: number;
  readonly stepId: string;
  readonly verb: string;
  readonly object: ObjectRef;
  /** The object before, with managedFields; null: it did not exist. */
  readonly prior: KubernetesObject | null;
  /** The object after; null: gone; undefined: the write was never confirmed. */
  readonly after?: KubernetesObject | null;
  /** failed: the write was refused, so nothing of it happened. */
  readonly state: 'intent' | 'done' | 'undone' | 'failed';
  readonly irreversible?: string;
  /** What could not be seen before the write: nobody knows whether more was lost. */
  readonly unseen?: string;
}

/** Why a write was refused, as an error of the catalogue. @public */
export interface JournalRefusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Journal of one step on one target. @public */
export interface StepJournal {
  /** Records of this step, all attempts, oldest first. */
  records(): Promise<JournalRecord[]>;
  /**
   * Seals and commits the inverse before a write, which the client refuses
   * without it. Returns its number. Throws WRITE_NOT_APPROVED for an object
   * that the approved changes of the step do not show as written. Who returns
   * before it is completed or refused fails with WRITE_NOT_COMPLETED.
   */
  intend(entry: {
    verb: string;
    object: ObjectRef;
    prior: KubernetesObject | null;
    irreversible?: string;
    unseen?: string;
  }): Promise<number>;
  /** After the write: what is there now; null when it is gone. */
  complete(seq: number, after: KubernetesObject | null): Promise<void>;
  /**
   * After a write that was certainly refused: nothing of it happened, so
   * nothing is to be taken back. People see why; secrets are masked.
   */
  refuse(seq: number, refusal: JournalRefusal): Promise<void>;
}

/** How long one attempt of a step may take, as its mission says. @public */
export interface StepTimeLimit {
  /** Milliseconds without progress; each `progress` starts them anew. */
  readonly withoutProgressMs: number;
  /** Milliseconds in all. */
  readonly inAllMs: number;
}

/** Why a suspended step was called again. @public */
export type Resumption =
  | { readonly kind: 'time' }
  | { readonly kind: 'approval'; readonly approval: Approval }
  | {
      readonly kind: 'child';
      readonly runId: string;
      readonly state: RunState;
    };

/** @public */
export interface RunContext<TInput> extends BaseContext<TInput> {
  readonly attempt: number;
  /** Stable over attempts and takeovers of this step on this target. */
  readonly idempotencyKey: string;
  /** Grows with each claim. */
  readonly fence: number;
  /** The approved changes of this step. */
  readonly approved: readonly PlannedChange[];
  readonly journal: StepJournal;
  readonly resumed?: Resumption;
  /** Runs fn once and keeps its JSON result; a repeated step gets the kept one. */
  checkpoint<T>(key: string, fn: () => Promise<T>): Promise<T>;
  /**
   * The engine keeps it, and aborts `signal` with a STEP_TIMEOUT at its end:
   * an action that waits needs no clock of its own.
   */
  readonly timeLimit: StepTimeLimit;
  /**
   * Waits between two looks, and meanwhile leaves its place to another run.
   * Call it when nothing else of the action is under way. Rejects when `signal`
   * is aborted. Where it is absent, an action waits by itself.
   */
  pause?(milliseconds: number): Promise<void>;
  /** Tells that something moved. Shown, and the time without progress starts anew. */
  progress(progress: { text: string; done?: number; total?: number }): void;
  /**
   * Whether an earlier step of this run wrote the object on this target, and
   * none deleted it since: it is expected to be there.
   */
  wroteEarlier(object: ObjectRef): Promise<boolean>;
  /** What the action read back: the step's evidence. A write without it is inconclusive. */
  evidence(evidence: Omit<Evidence, 'at'>): void;
  /** Runs of sequences; only for mission:run. */
  readonly children: ChildRuns;
}

/** @public */
export interface ChildRuns {
  /** Starts a child once per key. */
  start(key: string, request: ChildRequest): Promise<{ runId: string }>;
  get(runId: string): Promise<{
    runId: string;
    state: RunState;
    /** What it is called, for people. */
    title?: string;
    /** How it ended and why, in words. */
    outcome?: string;
    output?: unknown;
    /** What an undo left as it is, and why, for people; empty: nothing. */
    kept?: readonly string[];
  }>;
  /** Starts the undo of a child once per key. Undefined: nothing of it is left to take back. */
  undo(key: string, runId: string): Promise<{ runId: string } | undefined>;
}

/** What an undo may ask about the run that it takes back. @public */
export interface UndoneRun {
  /**
   * Whether one of its steps created the object with this uid on this target.
   * A write that was never confirmed does not count. The uid tells: the
   * namespace of `object` is not looked at.
   */
  madeByRun(object: ObjectRef, uid: string): Promise<boolean>;
  /**
   * Whether one of its steps deleted the object with this uid on this target,
   * and no undo took that back.
   */
  deletedByRun(object: ObjectRef, uid: string): Promise<boolean>;
  /**
   * The last other run that wrote the object on this cluster since the step
   * first meant to, as the journal says; undefined: none that is known. All
   * runs of a mission share a field manager, so the cluster cannot tell. The
   * run's own undo is no other run, and what was taken back does not count.
   */
  writtenSince(object: ObjectRef): Promise<string | undefined>;
  /** The `idempotencyKey` that the step had, which marks what it created. */
  readonly undoneKey: string;
  /** Whether anything of a run that the step started is left to take back. Only for mission:run. */
  isLeftOfChild(runId: string): Promise<boolean>;
}

/** @public */
export interface UndoPlanContext<TInput>
  extends PlanContext<TInput>,
    UndoneRun {
  /** Journal of the step that is taken back, newest first. */
  readonly records: readonly JournalRecord[];
  /** Output of the step that is taken back. */
  readonly output: Record<string, unknown>;
  /** Drifted objects that a person chose to overwrite. */
  readonly overwriteDrift: readonly ObjectRef[];
  /**
   * Objects that a person chose to leave as they are now: the engine makes
   * `noop` of what is planned about them, so nothing has to be tried.
   */
  readonly keepDrift: readonly ObjectRef[];
}

/** @public */
export interface UndoRunContext<TInput> extends RunContext<TInput>, UndoneRun {
  readonly records: readonly JournalRecord[];
  readonly output: Record<string, unknown>;
  readonly overwriteDrift: readonly ObjectRef[];
}

/** A record that an undo left as it is, and why, for people. @public */
export interface KeptRecord {
  readonly seq: number;
  readonly reason: string;
}

/**
 * What an undo came to. Records that are not in `kept` count as taken back; a
 * kept one stays open, so that a later undo offers it again.
 * @public
 */
export interface UndoResult {
  readonly kept: readonly KeptRecord[];
}

/**
 * Thrown before a write when a live object is not what the approved
 * plan saw, or a deferred change left its bounds: the target waits for a new
 * approval of exactly these changes.
 * @public
 */
export class ReapprovalNeeded extends Error {
  readonly reason: 'drift' | 'supplementary';
  readonly changes: readonly PlannedChange[];
  constructor(options: {
    reason: 'drift' | 'supplementary';
    message: string;
    changes: readonly PlannedChange[];
  }) {
    super(options.message);
    this.name = 'ReapprovalNeeded';
    this.reason = options.reason;
    this.changes = options.changes;
  }
}

/** What people read beside the message of {@link Inconclusive}. @public */
export interface InconclusiveOptions {
  /** Defaults to STEP_FAILED. */
  readonly code?: ErrorCode;
  /** What to look at, and what to do then. */
  readonly remedy?: string;
  /** What was still moving. */
  readonly object?: ObjectRef;
  /** What was seen of it: conditions, events, the last log; without secrets. */
  readonly details?: Record<string, unknown>;
}

/** Thrown when a step cannot tell whether it worked: never success, never failure. @public */
export class Inconclusive extends Error {
  readonly evidence: readonly Omit<Evidence, 'at'>[];
  readonly code: ErrorCode;
  readonly remedy?: string;
  readonly object?: ObjectRef;
  readonly details?: Record<string, unknown>;
  constructor(
    message: string,
    evidence: readonly Omit<Evidence, 'at'>[] = [],
    options: InconclusiveOptions = {},
  ) {
    super(message);
    this.name = 'Inconclusive';
    this.evidence = evidence;
    this.code = options.code ?? 'STEP_FAILED';
    this.remedy = options.remedy;
    this.object = options.object;
    this.details = options.details;
  }
}
