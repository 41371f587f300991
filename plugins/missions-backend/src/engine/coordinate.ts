import {
  type ApprovalPolicy,
  type MissionSpec,
  type PlanSummary,
  RunState,
  TargetEvent,
  isTerminal,
  nextTargetState,
  rollUp,
  unplannedStates,
} from '@mission-control/plugin-missions-common';
import {
  approvalExpiry,
  approvalPolicyOf,
  automaticRule,
  isEmptyPlan,
} from './approvalPolicy';
import { rolesOutOfWaves } from './barriers';
import { isBudgetSpent } from './budget';
import { outcomeSentence, type KeptEnd } from './outcome';
import type { EngineRules } from './rules';
import { releaseWaves } from './waves';

/** What a run is, for its coordination. */
export interface CoordinatedRun {
  readonly state: RunState;
  readonly planOnly: boolean;
  readonly demo: boolean;
  readonly cancelRequested: boolean;
  readonly pauseRequested: boolean;
  readonly undoOf?: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

/** What a target is, for the coordination of its run. */
export interface CoordinatedTarget {
  readonly targetId: string;
  readonly state: RunState;
  readonly role?: string;
  readonly wave: number;
  readonly released: boolean;
  readonly cluster?: string;
  /** Whether it may write what other runs would change too; absent: it has to be asked. */
  readonly turn?: 'taken' | 'waits' | 'yielded' | 'refused';
  /** It waited for others since its plan. */
  readonly recheck?: boolean;
  readonly reason?: string;
  readonly planHash?: string;
  readonly approvedHash?: string;
  readonly planSummary?: PlanSummary;
  readonly plannedAt?: string;
}

/** An approval that is still open. */
export interface OpenApproval {
  readonly id: string;
  readonly kind: 'plan' | 'drift' | 'supplementary' | 'gate';
  readonly targetId?: string;
  readonly hash: string;
}

/** What has to change, in this order, because a target changed. */
export type Coordination =
  | {
      readonly kind: 'target';
      readonly targetId: string;
      readonly event: TargetEvent;
      readonly to: RunState;
      readonly reason?: string;
      readonly approvedHash?: string;
    }
  | { readonly kind: 'takeTurns'; readonly targetIds: readonly string[] }
  | {
      readonly kind: 'release';
      readonly targetId: string;
      /** Compare the plan again before its first write. */
      readonly recheck: boolean;
    }
  | {
      readonly kind: 'openApproval';
      readonly policy: ApprovalPolicy;
      readonly expiresAt: string;
      /** Approved at once by this rule. */
      readonly automatic?: string;
    }
  | { readonly kind: 'supersede'; readonly approvalId: string }
  | {
      readonly kind: 'finish';
      readonly outcome: string;
      readonly undoUntil?: string;
    };

/** Everything that {@link coordinate} looks at. */
export interface CoordinationInput {
  readonly run: CoordinatedRun;
  readonly targets: readonly CoordinatedTarget[];
  readonly openApprovals: readonly OpenApproval[];
  readonly spec: Partial<MissionSpec>;
  readonly rules: EngineRules;
  /** Steps that failed and that a person skipped. */
  readonly overridden: number;
  /** At the end: the step that did not succeed, by target. */
  readonly stoppedAt: ReadonlyMap<string, string>;
  readonly undoable: boolean;
  /** At the end of an undo: what it left as it is. */
  readonly kept?: readonly KeptEnd[];
  readonly now: Date;
}

/**
 * What follows for the run from the states of its targets: cancelling the
 * rest, asking for approval, letting a wave go, the end. Answers the first
 * group of changes that applies; the caller applies it and asks again until
 * the answer is empty. Never answers a transition that the table refuses.
 */
export function coordinate(input: CoordinationInput): Coordination[] {
  for (const rule of [
    cancel,
    endPlanOnly,
    supersede,
    askForApproval,
    takeTurns,
    pauseHeld,
    release,
    giveUp,
    finish,
  ]) {
    const changes = rule(input);
    if (changes.length > 0) {
      return changes;
    }
  }
  return [];
}

/** The run's state from its targets'. */
export function runStateOf(targets: readonly { state: RunState }[]): RunState {
  return rollUp(targets.map(target => target.state));
}

function cancel({ run, targets }: CoordinationInput): Coordination[] {
  return run.cancelRequested
    ? targets.flatMap(target => cancelTarget(target, 'The run was cancelled'))
    : [];
}

function cancelTarget(
  target: CoordinatedTarget,
  reason: string,
): Coordination[] {
  const event = TargetEvent.cancelRequested;
  const to = nextTargetState(target.state, event);
  return to
    ? [{ kind: 'target', targetId: target.targetId, event, to, reason }]
    : [];
}

/** What only asked for a plan waits for nobody: where there can be none, it ends. */
function endPlanOnly({ run, targets }: CoordinationInput): Coordination[] {
  const event = TargetEvent.givenUp;
  return targets.flatMap(({ targetId, state, reason }) => {
    const to = run.planOnly ? nextTargetState(state, event) : undefined;
    return to ? [{ kind: 'target', targetId, event, to, reason }] : [];
  });
}

/** Nobody should decide on a plan that no longer stands, or on a target that ended. */
function supersede({
  run,
  targets,
  openApprovals,
}: CoordinationInput): Coordination[] {
  return openApprovals
    .filter(approval =>
      approval.targetId
        ? targets.some(
            target =>
              target.targetId === approval.targetId &&
              (isTerminal(target.state) || target.state === 'cancelling'),
          )
        : run.cancelRequested || !targets.some(isAwaitingPlan),
    )
    .map(approval => ({ kind: 'supersede', approvalId: approval.id }));
}

/**
 * Waits for the approval of the run's plan. A target that was approved before
 * waits for an approval of its own: what drifted, or what nobody had seen.
 */
export function isAwaitingPlan(
  target: Pick<CoordinatedTarget, 'state' | 'approvedHash'>,
): boolean {
  return (
    target.state === RunState.awaitingApproval &&
    target.approvedHash === undefined
  );
}

function askForApproval(input: CoordinationInput): Coordination[] {
  const { run, targets, openApprovals, spec, rules, now } = input;
  const waiting = targets.filter(isAwaitingPlan);
  if (
    run.planOnly ||
    waiting.length === 0 ||
    targets.some(target => unplannedStates.includes(target.state)) ||
    openApprovals.some(approval => approval.kind === 'plan')
  ) {
    return [];
  }
  return [
    {
      kind: 'openApproval',
      policy: approvalPolicyOf(spec.approval),
      expiresAt: approvalExpiry(spec.approval, now).toISOString(),
      automatic: automaticRule({
        approval: spec.approval,
        summaries: waiting.flatMap(target => target.planSummary ?? []),
        demo: run.demo,
        rules,
      }),
    },
  ];
}

/**
 * What was approved and writes takes its turn among the runs that change the
 * same objects: all targets at once, whichever wave they are in.
 */
function takeTurns({ targets }: CoordinationInput): Coordination[] {
  const targetIds = targets
    .filter(
      target =>
        target.state === RunState.running &&
        target.turn === undefined &&
        needsTurn(target),
    )
    .map(target => target.targetId);
  return targetIds.length > 0 ? [{ kind: 'takeTurns', targetIds }] : [];
}

/** What changes nothing, or no cluster, is in nobody's way. */
function needsTurn({ cluster, planSummary }: CoordinatedTarget): boolean {
  return (
    cluster !== undefined &&
    planSummary !== undefined &&
    !isEmptyPlan(planSummary)
  );
}

/** What is held has nothing to finish first: it pauses at once. */
function pauseHeld({ run, targets }: CoordinationInput): Coordination[] {
  if (!run.pauseRequested) {
    return [];
  }
  const event = TargetEvent.pauseRequested;
  return targets
    .filter(target => !target.released)
    .flatMap(({ targetId, state }) => {
      const to = nextTargetState(state, event);
      return to ? [{ kind: 'target', targetId, event, to }] : [];
    });
}

function release({
  run,
  targets,
  spec,
  rules,
  now,
}: CoordinationInput): Coordination[] {
  if (
    run.pauseRequested ||
    run.cancelRequested ||
    isBudgetSpent(targets, spec.failureBudget)
  ) {
    return [];
  }
  const apart = rolesOutOfWaves(spec, run.undoOf !== undefined);
  const members = targets.map(target => ({
    ...target,
    apart: apart.has(target.role),
    waits: target.turn === 'waits',
  }));
  return releaseWaves(members, spec.waves).map(targetId => {
    const target = targets.find(item => item.targetId === targetId)!;
    const age = target.plannedAt
      ? now.getTime() - new Date(target.plannedAt).getTime()
      : Infinity;
    return {
      kind: 'release',
      targetId,
      // A newer plan than the approved one is never written as it is.
      recheck:
        target.recheck === true ||
        target.planHash !== target.approvedHash ||
        target.wave > 0 ||
        age > rules.recheckAfterMs,
    };
  });
}

/**
 * The budget is spent and nobody is left who could win it back: a failed
 * target that still waits for a decision could. What runs may be waiting for
 * one that is held.
 */
function giveUp({ targets, spec }: CoordinationInput): Coordination[] {
  const held = targets.filter(
    target => target.state === RunState.running && !target.released,
  );
  const ended = targets.filter(target => isTerminal(target.state));
  if (held.length === 0 || !isBudgetSpent(ended, spec.failureBudget)) {
    return [];
  }
  return held.flatMap(target =>
    cancelTarget(target, 'Not started, because the failure budget is spent'),
  );
}

function finish(input: CoordinationInput): Coordination[] {
  const { run, targets, rules, overridden, stoppedAt } = input;
  const { undoable, kept, now } = input;
  if (
    run.finishedAt !== undefined ||
    !targets.every(target => isTerminal(target.state))
  ) {
    return [];
  }
  return [
    {
      kind: 'finish',
      outcome: outcomeSentence(
        targets.map(target => ({
          ...target,
          step: stoppedAt.get(target.targetId),
        })),
        overridden,
        kept,
      ),
      undoUntil: undoable
        ? new Date(now.getTime() + rules.undoRetentionMs).toISOString()
        : undefined,
    },
  ];
}
