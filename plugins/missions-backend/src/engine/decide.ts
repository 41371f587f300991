import {
  type ApprovalState,
  type RunState,
  type StepState,
  TargetEvent,
  isStepDone,
  isTerminal,
} from '@mission-control/plugin-missions-common';
import type { Barrier } from './barriers';
import type { Hold } from './brakes';

/** Why a step waits, with the state of what it waits for. */
export type StepWait =
  | { readonly kind: 'time'; readonly until: string }
  | {
      readonly kind: 'approval';
      readonly state: ApprovalState;
      readonly message?: string;
    }
  | { readonly kind: 'child'; readonly state: RunState };

/** A step as {@link decide} sees it. */
export interface DecidedStep {
  readonly stepId: string;
  readonly state: StepState;
  /** Ids of steps that have to be done before. */
  readonly needs: readonly string[];
  /** What it needs of other roles, before it has begun. */
  readonly barrier?: Barrier;
  /** When a retry may start. */
  readonly wakeAt?: string;
  readonly waitsFor?: StepWait;
  /** It changes something, so that brakes hold it. */
  readonly writes?: boolean;
}

/** One target at one moment. */
export interface TargetSnapshot {
  readonly state: RunState;
  readonly released: boolean;
  readonly recheck: boolean;
  readonly pauseRequested: boolean;
  /** Nobody watches its run: blocked, it is looked at again at `wakeAt`. */
  readonly looksAgain: boolean;
  readonly wakeAt?: string;
  /** Why no write may begin now. */
  readonly hold?: Hold;
  /** It was held, and let others go before: it has no turn to write. */
  readonly yielded?: boolean;
  /** In an order in which they can run. */
  readonly steps: readonly DecidedStep[];
  /** What the checks of the outcome need of other roles. */
  readonly outcome?: Barrier;
}

/** What a worker does next with a target. */
export type Decision =
  | { readonly kind: 'move'; readonly event: TargetEvent }
  | { readonly kind: 'preflight' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'recheck' }
  | { readonly kind: 'step'; readonly stepId: string }
  | { readonly kind: 'verify' }
  /** Get in line again, before a write. */
  | { readonly kind: 'queueAgain' }
  | {
      readonly kind: 'wait';
      readonly until?: string;
      /** For people: what a running target waits for. */
      readonly reason?: string;
      /** What holds it: it goes on by itself. */
      readonly held?: Hold;
    };

const WAIT: Decision = { kind: 'wait' };

/** A child is looked at again after so long, even if its end was not heard. */
const CHILD_LOOK_MS = 60_000;

/** What is held looks for itself this often, even if nobody told that it may go on. */
const HOLD_LOOK_MS = 60_000;

/** What to do in each state; only `running` depends on the steps. */
const byState = {
  queued: () => ({ kind: 'move', event: TargetEvent.started }),
  preflight: () => ({ kind: 'preflight' }),
  planning: () => ({ kind: 'plan' }),
  running: decideRunning,
  verifying: () => ({ kind: 'verify' }),
  cancelling: () => ({ kind: 'move', event: TargetEvent.cancelled }),
  blocked: decideBlocked,
  awaiting_approval: () => WAIT,
  paused: () => WAIT,
  needs_decision: () => WAIT,
  succeeded: () => WAIT,
  failed: () => WAIT,
  inconclusive: () => WAIT,
  cancelled: () => WAIT,
  planned: () => WAIT,
} as const satisfies Record<
  RunState,
  (snapshot: TargetSnapshot, now: Date) => Decision
>;

/** What comes next for a target. Pure: the same snapshot and time give the same answer. */
export function decide(snapshot: TargetSnapshot, now: Date): Decision {
  return byState[snapshot.state](snapshot, now);
}

/** A claim clears `wakeAt`: without one its time has come, or somebody woke it. */
function decideBlocked(
  { looksAgain, wakeAt }: TargetSnapshot,
  now: Date,
): Decision {
  if (!looksAgain) {
    return WAIT;
  }
  return wakeAt && new Date(wakeAt) > now
    ? { kind: 'wait', until: wakeAt }
    : { kind: 'move', event: TargetEvent.rechecked };
}

function decideRunning(snapshot: TargetSnapshot, now: Date): Decision {
  const answers = readySteps(snapshot.steps).map(step => ({
    step,
    answer: holdWrite(step, decideStep(step, now), snapshot.hold, now),
  }));
  const stuck = answers.some(({ step, answer }) => isLive(step, answer))
    ? undefined
    : endOfFailed(answers.map(({ step }) => step.state));
  if (stuck) {
    return { kind: 'move', event: stuck };
  }
  if (snapshot.pauseRequested) {
    return { kind: 'move', event: TargetEvent.pauseRequested };
  }
  if (!snapshot.released) {
    return WAIT;
  }
  const mayWrite = answers.some(
    ({ step, answer }) => step.writes && answer.kind === 'step',
  );
  if (snapshot.yielded && mayWrite) {
    return { kind: 'queueAgain' };
  }
  const allHeld =
    answers.length > 0 && answers.every(({ answer }) => isHeld(answer));
  if (snapshot.recheck && !allHeld) {
    return { kind: 'recheck' };
  }
  return (
    answers.find(({ answer }) => answer.kind === 'step')?.answer ??
    (answers.length > 0
      ? waitForFirst(answers.map(item => item.answer))
      : afterSteps(snapshot))
  );
}

/** Steps that are not done and whose needs are, what was under way already first. */
function readySteps(steps: readonly DecidedStep[]): DecidedStep[] {
  const done = new Set(
    steps.filter(step => isStepDone(step.state)).map(step => step.stepId),
  );
  const ready = steps.filter(
    step => !done.has(step.stepId) && step.needs.every(id => done.has(id)),
  );
  const isRunning = (step: DecidedStep) => step.state === 'running';
  return [
    ...ready.filter(isRunning),
    ...ready.filter(step => !isRunning(step)),
  ];
}

/**
 * Goes on, now or by itself. A barrier does not count: the target that it
 * waits for may be waiting for what failed here.
 */
function isLive(step: DecidedStep, answer: Decision): boolean {
  return (
    answer.kind === 'step' ||
    isHeld(answer) ||
    step.state === 'retrying' ||
    step.state === 'waiting'
  );
}

/**
 * A step that writes and could go on waits instead while a brake holds it: one
 * that has not begun, one that was taken over, and one that wakes up. What only
 * reads or waits goes on.
 */
function holdWrite(
  step: DecidedStep,
  answer: Decision,
  hold: Hold | undefined,
  now: Date,
): Decision {
  if (!hold || !step.writes || answer.kind !== 'step') {
    return answer;
  }
  const look = new Date(now.getTime() + HOLD_LOOK_MS).toISOString();
  return {
    kind: 'wait',
    until: hold.until && hold.until < look ? hold.until : look,
    reason: hold.message,
    held: hold,
  };
}

function isHeld(answer: Decision): boolean {
  return answer.kind === 'wait' && answer.held !== undefined;
}

function endOfFailed(states: readonly StepState[]): TargetEvent | undefined {
  if (states.includes('failed')) {
    return TargetEvent.stepFailed;
  }
  return states.includes('inconclusive')
    ? TargetEvent.stepInconclusive
    : undefined;
}

/** Waits until the first of several things may go on. */
function waitForFirst(waits: readonly Decision[]): Decision {
  const found = waits.flatMap(wait => (wait.kind === 'wait' ? wait : []));
  const [until] = found.flatMap(wait => wait.until ?? []).sort();
  const reasons = new Set(found.flatMap(wait => wait.reason ?? []));
  const held = found.find(wait => wait.held)?.held;
  return {
    kind: 'wait',
    ...(until && { until }),
    ...(held && { held }),
    ...(reasons.size > 0 && { reason: [...reasons].join('; ') }),
  };
}

function afterSteps({ outcome }: TargetSnapshot): Decision {
  return outcome?.kind === 'open'
    ? { kind: 'wait', reason: outcome.reason }
    : { kind: 'move', event: TargetEvent.stepsDone };
}

function decideStep(step: DecidedStep, now: Date): Decision {
  const go: Decision = { kind: 'step', stepId: step.stepId };
  const until = (time: string): Decision =>
    new Date(time) <= now ? go : { kind: 'wait', until: time };
  switch (step.state) {
    case 'pending':
      // What can never be met is told by the step itself: it fails.
      return step.barrier?.kind === 'open'
        ? { kind: 'wait', reason: step.barrier.reason }
        : go;
    case 'running':
      return go;
    case 'retrying':
      return step.wakeAt ? until(step.wakeAt) : go;
    case 'waiting':
      return decideWaiting(step.waitsFor, go, until, now);
    default:
      return WAIT;
  }
}

/** What a target says of itself while its gate is open. */
export function waitForApproval(message: string): string {
  return `Waits for approval: ${message}`;
}

function decideWaiting(
  wait: StepWait | undefined,
  go: Decision,
  until: (time: string) => Decision,
  now: Date,
): Decision {
  switch (wait?.kind) {
    case 'time':
      return until(wait.until);
    case 'approval':
      return wait.state === 'open'
        ? {
            kind: 'wait',
            ...(wait.message && {
              reason: waitForApproval(wait.message),
            }),
          }
        : go;
    case 'child':
      return isTerminal(wait.state)
        ? go
        : {
            kind: 'wait',
            until: new Date(now.getTime() + CHILD_LOOK_MS).toISOString(),
          };
    default:
      return go;
  }
}
