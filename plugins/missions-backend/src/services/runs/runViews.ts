import {
  looksAgain,
  planSummary,
  type Approval,
  type Hold,
  type LogLine,
  type PlanSummary,
  type RunEvent,
  type RunSummary,
  type RunTarget,
  type Step,
} from '@mission-control/plugin-missions-common';
import { type Decider, type EngineRules, whyMayNotDecide } from '../../engine';
import type {
  ApprovalRecord,
  EventRecord,
  LogRecord,
  RunRecord,
  StepRecord,
  TargetRecord,
} from '../../store';
import {
  delegationsOf,
  type DelegationRecord,
} from '../../store/operations/delegations';
import type { RunWait } from '../../store/operations/readWaits';

const emptySummary: PlanSummary = planSummary([]);

/** Text of a time as the API's type. */
export function toDate(text: string): Date;
export function toDate(text: string | undefined): Date | undefined;
export function toDate(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

/** Facts beside the rows of a run that its summary shows. */
export interface SummaryFacts {
  readonly missionTitle?: string;
  readonly undoneBy?: string;
  /** Objects that this undo, or the undo of this run, left as they are. */
  readonly keptCount?: number;
  readonly feedback?: 'up' | 'down';
  readonly waitingForMe: NonNullable<RunSummary['waitingForMe']>;
  /** What it waits for, whoever has to do it. */
  readonly wait?: RunWait;
  /** Steps by target: ended and all. */
  readonly progress: ReadonlyMap<string, { done: number; total: number }>;
}

/** A run as lists show it. */
export function toRunSummary(
  run: RunRecord,
  targets: readonly TargetRecord[],
  facts: SummaryFacts,
): RunSummary {
  return {
    id: run.id,
    missionRef: run.missionRef,
    missionVersion: run.missionVersion,
    missionTitle: facts.missionTitle ?? run.title,
    type: run.type as RunSummary['type'],
    title: run.title,
    state: run.state,
    reason: run.reason,
    outcome: run.outcome,
    initiator: run.initiator,
    trigger: run.trigger,
    createdAt: toDate(run.createdAt),
    startedAt: toDate(run.startedAt),
    finishedAt: toDate(run.finishedAt),
    undoOf: run.undoOf,
    undoneBy: facts.undoneBy,
    keptCount: facts.keptCount,
    parentRunId: run.parentRunId,
    orbitId: run.orbitId,
    planOnly: run.planOnly,
    pauseRequested: run.pauseRequested,
    held: targets.map(holdOf).find(hold => hold),
    windowPass: run.windowPass && {
      ...run.windowPass,
      at: toDate(run.windowPass.at),
    },
    demo: run.demo,
    targets: targets.map(target => ({
      id: target.targetId,
      environment: target.clusterRef?.environment,
      state: target.state,
      heldBy: holdOf(target)?.kind,
      ...facts.progress.get(target.targetId),
    })),
    summary: targets.some(target => target.planSummary)
      ? sumSummaries(targets)
      : undefined,
    feedback: facts.feedback,
    waitingForMe: [...facts.waitingForMe],
    waitingSince: toDate(facts.wait?.since),
    gates: facts.wait?.gates ?? [],
    verdict: run.verdict,
  };
}

/** What holds a target that could go on. */
function holdOf({ state, held }: TargetRecord): Hold | undefined {
  return state === 'running' && held
    ? {
        ...held,
        since: toDate(held.since),
        at: toDate(held.at),
        until: toDate(held.until),
      }
    : undefined;
}

/** Counts of all plans of a run. */
export function sumSummaries(targets: readonly TargetRecord[]): PlanSummary {
  const sum = { ...emptySummary };
  for (const target of targets) {
    for (const key of Object.keys(sum) as (keyof PlanSummary)[]) {
      sum[key] += target.planSummary?.[key] ?? 0;
    }
  }
  return sum;
}

/** A step as the run page shows it. */
export function toStepView(step: StepRecord): Step {
  return {
    id: step.stepId,
    name: step.name,
    action: step.action,
    effect: step.effect,
    state: step.state,
    attempt: step.attempt,
    startedAt: toDate(step.startedAt),
    finishedAt: toDate(step.finishedAt),
    input: step.input,
    output: step.output,
    error: step.error,
    progress: step.progress,
    skipReason: step.skipReason,
    childRunId: step.childRunId,
    approvalId: step.approvalId,
    wakeAt: toDate(step.wakeAt),
    logLines: step.logSeq,
  };
}

/** A target as the run page shows it. */
export function toTargetView(
  target: TargetRecord,
  facts: {
    run: RunRecord;
    steps: readonly StepRecord[];
    preflight?: RunTarget['preflight'];
    approvalId?: string;
    undoable: boolean;
    waitsFor?: RunTarget['waitsFor'];
    queued?: RunTarget['queued'];
    rules: Pick<EngineRules, 'blocked'>;
  },
): RunTarget {
  return {
    id: target.targetId,
    cluster: target.clusterRef ?? { name: target.targetId },
    role: target.role,
    wave: target.wave,
    state: target.state,
    reason: target.reason,
    held: holdOf(target),
    identity: target.identity,
    clusterUid: target.clusterUid,
    planHash: target.planHash,
    approvalId: facts.approvalId,
    preflight: facts.preflight,
    changes: target.planSummary ?? emptySummary,
    steps: facts.steps.map(toStepView),
    startedAt: toDate(target.startedAt),
    finishedAt: toDate(target.finishedAt),
    waitsFor: facts.waitsFor,
    queued: facts.queued,
    looksAgain: nextLook(facts.run, target, facts.rules),
    undoable: facts.undoable,
  };
}

/**
 * When a blocked target that helps itself does so. A claim clears its time:
 * then it is now.
 */
function nextLook(
  run: RunRecord,
  { state, wakeAt, blockedSince }: TargetRecord,
  { blocked }: Pick<EngineRules, 'blocked'>,
): RunTarget['looksAgain'] {
  return state === 'blocked' && blockedSince && looksAgain(run)
    ? {
        at: toDate(wakeAt) ?? new Date(),
        until: new Date(Date.parse(blockedSince) + blocked.giveUpAfterMs),
      }
    : undefined;
}

/** An approval with what the asking user may do. */
export function toApprovalView(
  approval: ApprovalRecord,
  initiator: string,
  decider: Decider,
  handed: readonly DelegationRecord[] = [],
): Approval {
  const { changes: _, decisions, policy, ...rest } = approval;
  const delegations = delegationsOf(approval, handed);
  const asked = { policy, initiator, decider };
  const decided = decisions.some(decision => decision.by === decider.by);
  const whyNot = whyNotDecide();
  return {
    ...rest,
    policy,
    createdAt: toDate(approval.createdAt),
    expiresAt: toDate(approval.expiresAt),
    decidedAt: toDate(approval.decidedAt),
    decisions: decisions.map(decision => ({
      ...decision,
      at: toDate(decision.at),
    })),
    // Only what the policy asks for can be handed over to others.
    delegations: delegations
      .filter(({ byRefs }) => policy.from.some(ref => byRefs.includes(ref)))
      .map(({ by, to, comment, until, at }) => ({
        by,
        to,
        comment,
        until: toDate(until),
        at: toDate(at),
      })),
    mayDelegate:
      whyNot === undefined &&
      policy.from.length > 0 &&
      whyMayNotDecide(asked) === undefined,
    mayDecide: whyNot === undefined,
    mayNotReason: whyNot,
  };

  function whyNotDecide(): string | undefined {
    if (approval.state !== 'open') {
      return 'It is decided';
    }
    return decided
      ? 'You decided already'
      : whyMayNotDecide({ ...asked, delegations, decisions });
  }
}

/** A line of a log. */
export function toLineView(line: LogRecord): LogLine {
  const { runId: _, at, ...rest } = line;
  return { ...rest, at: toDate(at) };
}

/** An entry of the history. */
export function toEventView(event: EventRecord): RunEvent {
  const { runId: _, at, ...rest } = event;
  return { ...rest, at: toDate(at) };
}
