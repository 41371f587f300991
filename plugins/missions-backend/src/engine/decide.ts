import {
  type ApprovalState,
  type RunState,
  type StepState,
  TargetEvent,
  isTerminal,
} from '@mission-control/plugin-missions-common';

/** Why a step waits, with the state of what it waits for. */
export type StepWait =
  | { readonly kind: 'time'; readonly until: string }
  | { readonly kind: 'approval'; readonly state: ApprovalState }
  | { readonly kind: 'child'; readonly state: RunState };

/** A step as {@link decide} sees it. */
export interface DecidedStep {
  readonly stepId: string;
  readonly state: StepState;
  /** When a retry may start. */
  readonly wakeAt?: string;
  readonly waitsFor?: StepWait;
}

/** One target at one moment. */
export interface TargetSnapshot {
  readonly state: RunState;
  readonly released: boolean;
  readonly recheck: boolean;
  readonly pauseRequested: boolean;
  /** In the order in which they run. */
  readonly steps: readonly DecidedStep[];
}

/** What a worker does next with a target. */
export type Decision =
  | { readonly kind: 'move'; readonly event: TargetEvent }
  | { readonly kind: 'preflight' }
  | { readonly kind: 'plan' }
  | { readonly kind: 'recheck' }
  | { readonly kind: 'step'; readonly stepId: string }
  | { readonly kind: 'verify' }
  | { readonly kind: 'wait'; readonly until?: string };

/** States of a step that needs nothing more. */
const DONE: readonly StepState[] = ['succeeded', 'skipped', 'overridden'];

const WAIT: Decision = { kind: 'wait' };

/** A child is looked at again after so long, even if its end was not heard. */
const CHILD_LOOK_MS = 60_000;

/** What to do in each state; only `running` depends on the steps. */
const byState = {
  queued: () => ({ kind: 'move', event: TargetEvent.started }),
  preflight: () => ({ kind: 'preflight' }),
  planning: () => ({ kind: 'plan' }),
  running: decideRunning,
  verifying: () => ({ kind: 'verify' }),
  cancelling: () => ({ kind: 'move', event: TargetEvent.cancelled }),
  blocked: () => WAIT,
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

function decideRunning(snapshot: TargetSnapshot, now: Date): Decision {
  if (snapshot.pauseRequested) {
    return { kind: 'move', event: TargetEvent.pauseRequested };
  }
  if (!snapshot.released) {
    return WAIT;
  }
  if (snapshot.recheck) {
    return { kind: 'recheck' };
  }
  const next = snapshot.steps.find(step => !DONE.includes(step.state));
  return next
    ? decideStep(next, now)
    : { kind: 'move', event: TargetEvent.stepsDone };
}

function decideStep(step: DecidedStep, now: Date): Decision {
  const go: Decision = { kind: 'step', stepId: step.stepId };
  const until = (time: string): Decision =>
    new Date(time) <= now ? go : { kind: 'wait', until: time };
  switch (step.state) {
    case 'pending':
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
      return wait.state === 'open' ? WAIT : go;
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
