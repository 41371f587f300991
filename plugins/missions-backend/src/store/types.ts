import type {
  ApprovalPolicy,
  ApprovalState,
  CheckResult,
  ChosenObject,
  ClusterRef,
  ObjectRef,
  PlanSummary,
  PlannedChange,
  RunState,
  StepError,
  StepProgress,
  StepState,
  Trigger,
  Verdict,
} from '@mission-control/plugin-missions-common';
import type { Hold } from '../engine';
import type { JournalRefusal } from '@mission-control/plugin-missions-node';

/** A run as the store gives it out: JSON parsed, sealed values left out. */
export interface RunRecord {
  readonly id: string;
  readonly missionRef: string;
  readonly missionVersion: string;
  readonly type: string;
  readonly title: string;
  readonly state: RunState;
  readonly reason?: string;
  readonly outcome?: string;
  readonly initiator: string;
  /** The person behind it, as known when it started; absent: a service, or a run of an old version. */
  readonly starter?: RunStarter;
  readonly trigger: Trigger;
  /** Secrets left out. */
  readonly parameters: Record<string, unknown>;
  readonly planHash?: string;
  readonly planOnly: boolean;
  readonly demo: boolean;
  readonly priority: number;
  readonly undoOf?: string;
  readonly undo?: UndoChoice;
  readonly parentRunId?: string;
  readonly parentTargetId?: string;
  readonly parentStepId?: string;
  readonly orbitId?: string;
  readonly entityRef?: string;
  readonly idempotencyKey?: string;
  readonly requestHash?: string;
  /** Absent: its steps may start nothing. */
  readonly childAuthority?: ChildAuthority;
  readonly eventSeq: number;
  readonly cancelRequested: boolean;
  readonly pauseRequested: boolean;
  readonly verdict?: Verdict;
  /** Who lets it go on outside of change windows. */
  readonly windowPass?: WindowPass;
  readonly undoUntil?: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  /** W3C `traceparent` of the request that created it. */
  readonly traceParent?: string;
  /** When retention removed its log. */
  readonly logsRemovedAt?: string;
  /** When retention removed its events and evidence. */
  readonly historyRemovedAt?: string;
}

/** A person's word that a run goes on outside of change windows. */
export interface WindowPass {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

/** What holds the writes of a target, and since when. */
export interface TargetHold extends Hold {
  readonly since: string;
}

/** A person with groups (entity refs), and what of the entity names the person on clusters. */
export interface RunStarter {
  readonly ref: string;
  readonly groups: readonly string[];
  readonly email?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What the steps of a run may reach by other runs: its starter was asked for the rights to it. */
export interface ChildAuthority {
  /** Clusters by the ref of the mission that may be started on them. */
  readonly missions: Readonly<Record<string, readonly string[]>>;
  /** Runs that may be taken back. */
  readonly undo: readonly string[];
  /** How many runs may follow one from the other. */
  readonly depth: number;
}

/** What an undo run takes back, and which drift it may overwrite on which target. */
export interface UndoChoice {
  readonly targets: readonly string[];
  /** The request itself named the targets; otherwise they are all that was left to take back. */
  readonly named?: boolean;
  readonly overwriteDrift: readonly ChosenObject[];
  /** What changed since and stays as it is; absent in undo runs of old versions. */
  readonly keepDrift?: readonly ChosenObject[];
}

/** One cluster of a run, and the unit that a worker claims. */
export interface TargetRecord {
  readonly runId: string;
  readonly targetId: string;
  readonly position: number;
  readonly cluster?: string;
  readonly clusterRef?: ClusterRef;
  readonly role?: string;
  readonly wave: number;
  readonly released: boolean;
  /** Whether it may write what other runs would change too, waits for them, let them go before while it is held, or may not; absent until it is approved. */
  readonly turn?: 'taken' | 'waits' | 'yielded' | 'refused';
  readonly state: RunState;
  readonly reason?: string;
  /** Until it has a plan; a look by itself does not change it. */
  readonly blockedSince?: string;
  readonly identity?: string;
  readonly clusterUid?: string;
  /** UID of the cluster that its orbit watches, when another one answers. */
  readonly watchedUid?: string;
  /** Counts of the plan; the plan itself is read by `readPlans`. */
  readonly planSummary?: PlanSummary;
  readonly planHash?: string;
  readonly plannedAt?: string;
  readonly approvedHash?: string;
  readonly recheck: boolean;
  /** Of one that is running: why it begins no write. */
  readonly held?: TargetHold;
  readonly wakeAt?: string;
  readonly leaseOwner?: string;
  readonly leaseUntil?: string;
  readonly fence: number;
  readonly enqueuedAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** Why a step waits, as it is kept. */
export type StepSuspension =
  | { readonly kind: 'time'; readonly until: string }
  | { readonly kind: 'approval'; readonly approvalId: string }
  | { readonly kind: 'child'; readonly runId: string };

/** One step, or one iteration of it, on one target. */
export interface StepRecord {
  readonly runId: string;
  readonly targetId: string;
  readonly stepId: string;
  readonly sourceId: string;
  readonly item?: { readonly key: string; readonly value: unknown };
  readonly position: number;
  readonly name: string;
  readonly action: string;
  readonly effect: 'read' | 'write';
  readonly state: StepState;
  readonly attempt: number;
  readonly fence: number;
  /** Evaluated, masked. */
  readonly input?: Record<string, unknown>;
  /** Masked. */
  readonly output?: Record<string, unknown>;
  /** The whole output is sealed; ask for it with `openOutput`. */
  readonly outputSealed: boolean;
  readonly error?: StepError;
  readonly progress?: StepProgress;
  readonly suspension?: StepSuspension;
  readonly skipReason?: string;
  readonly wakeAt?: string;
  readonly childRunId?: string;
  readonly approvalId?: string;
  readonly logSeq: number;
  readonly deadlineAt?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** An entry of a run's history. */
export interface EventRecord {
  readonly runId: string;
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly targetId?: string;
  readonly stepId?: string;
  readonly by?: string;
  readonly message?: string;
  readonly data: Record<string, unknown>;
}

/** A line of a step's log. */
export interface LogRecord {
  readonly runId: string;
  readonly targetId: string;
  readonly stepId: string;
  readonly seq: number;
  readonly at: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

/** What a check saw; `id` orders them. */
export interface EvidenceRecord {
  readonly id: number;
  readonly runId: string;
  readonly targetId: string;
  readonly stepId?: string;
  readonly result: CheckResult;
}

/** A journal entry without its sealed bodies. */
export interface JournalRow {
  readonly runId: string;
  readonly targetId: string;
  readonly seq: number;
  readonly stepId: string;
  readonly verb: string;
  readonly object: ObjectRef;
  readonly priorExisted: boolean;
  readonly irreversible?: string;
  readonly unseen?: string;
  readonly state: 'intent' | 'done' | 'undone' | 'failed';
  readonly undoneBy?: string;
  /** The undo run that left it as it is; the entry stays open. */
  readonly keptBy?: string;
  readonly keptReason?: string;
  /** Why the write was refused, masked. */
  readonly refusal?: JournalRefusal;
  readonly at: string;
}

/** One person's word on an approval. */
export interface ApprovalDecisionRecord {
  readonly by: string;
  readonly decision: 'approve' | 'reject';
  /** In whose place it was said, where that was handed over. */
  readonly for?: string;
  readonly comment?: string;
  readonly at: string;
}

/** A request to people, with what they said. */
export interface ApprovalRecord {
  readonly id: string;
  readonly runId: string;
  readonly targetId?: string;
  readonly stepId?: string;
  readonly kind: 'plan' | 'drift' | 'supplementary' | 'gate';
  readonly state: ApprovalState;
  readonly hash: string;
  readonly message?: string;
  readonly policy: ApprovalPolicy;
  /** The delta of drift and supplementary approvals. */
  readonly changes?: readonly PlannedChange[];
  /** The rule that approved, where no person did. */
  readonly automatic?: string;
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly decidedAt?: string;
  readonly decisions: readonly ApprovalDecisionRecord[];
}

/** A finding of an orbit run. */
export interface FindingRecord {
  readonly runId: string;
  readonly targetId: string;
  readonly checkId: string;
  readonly fingerprint: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly status:
    | 'new'
    | 'persisting'
    | 'regressed'
    | 'fixed'
    | 'not_assessed';
  readonly finding: Record<string, unknown>;
  readonly since: string;
  /** Of the cluster on which it was found. */
  readonly clusterUid?: string;
}
