/**
 * The machine of a target, and of a run: a run's state is the roll-up of its
 * targets, so both speak the same words (DESIGN §7). This table is the only
 * place where a transition is written.
 */

/** States of a target and of a run. @public */
export const RunState = {
  queued: 'queued',
  preflight: 'preflight',
  blocked: 'blocked',
  planning: 'planning',
  awaitingApproval: 'awaiting_approval',
  running: 'running',
  paused: 'paused',
  verifying: 'verifying',
  needsDecision: 'needs_decision',
  cancelling: 'cancelling',
  succeeded: 'succeeded',
  failed: 'failed',
  inconclusive: 'inconclusive',
  cancelled: 'cancelled',
  planned: 'planned',
} as const;
/** @public */
export type RunState = (typeof RunState)[keyof typeof RunState];

/** What can happen to a target. @public */
export const TargetEvent = {
  started: 'started',
  preflightPassed: 'preflight_passed',
  preflightFailed: 'preflight_failed',
  rechecked: 'rechecked',
  planned: 'planned',
  planOnlyDone: 'plan_only_done',
  givenUp: 'given_up',
  planFailed: 'plan_failed',
  approved: 'approved',
  rejected: 'rejected',
  drifted: 'drifted',
  askedAgain: 'asked_again',
  pauseRequested: 'pause_requested',
  resumed: 'resumed',
  stepFailed: 'step_failed',
  stepInconclusive: 'step_inconclusive',
  stepsDone: 'steps_done',
  verifyPassed: 'verify_passed',
  verifyFailed: 'verify_failed',
  verifyUnknown: 'verify_unknown',
  retryDecided: 'retry_decided',
  skipDecided: 'skip_decided',
  closeDecided: 'close_decided',
  cancelRequested: 'cancel_requested',
  cancelled: 'cancelled',
} as const;
/** @public */
export type TargetEvent = (typeof TargetEvent)[keyof typeof TargetEvent];

type Row = Partial<Record<TargetEvent, RunState>>;

const cancel = {
  [TargetEvent.cancelRequested]: RunState.cancelling,
} as const satisfies Row;
const pause = {
  [TargetEvent.pauseRequested]: RunState.paused,
} as const satisfies Row;

/** state × event → state; what is not here is refused. @public */
export const targetTransitions = {
  queued: { started: 'preflight', ...cancel },
  preflight: {
    preflight_passed: 'planning',
    preflight_failed: 'blocked',
    ...cancel,
  },
  blocked: {
    rechecked: 'preflight',
    given_up: 'failed',
    close_decided: 'failed',
    ...cancel,
  },
  planning: {
    planned: 'awaiting_approval',
    plan_only_done: 'planned',
    plan_failed: 'blocked',
    ...cancel,
  },
  awaiting_approval: {
    approved: 'running',
    rejected: 'cancelled',
    rechecked: 'preflight',
    asked_again: 'running',
    drifted: 'awaiting_approval',
    ...cancel,
  },
  running: {
    drifted: 'awaiting_approval',
    step_failed: 'needs_decision',
    step_inconclusive: 'inconclusive',
    steps_done: 'verifying',
    ...pause,
    ...cancel,
  },
  paused: { resumed: 'running', ...cancel },
  verifying: {
    verify_passed: 'succeeded',
    verify_failed: 'needs_decision',
    verify_unknown: 'inconclusive',
    ...cancel,
  },
  needs_decision: {
    retry_decided: 'running',
    skip_decided: 'running',
    close_decided: 'failed',
    ...cancel,
  },
  cancelling: { cancelled: 'cancelled' },
  succeeded: {},
  failed: {},
  inconclusive: {},
  cancelled: {},
  planned: {},
} as const satisfies Record<RunState, Row>;

/**
 * The state after an event, or undefined when the table refuses it.
 * @public
 */
export function nextTargetState(
  state: RunState,
  event: TargetEvent,
): RunState | undefined {
  return (targetTransitions[state] as Row)[event];
}

const states = Object.keys(targetTransitions) as RunState[];

/** States in which an event is possible. */
function statesBefore(event: TargetEvent): RunState[] {
  return states.filter(state => nextTargetState(state, event) !== undefined);
}

/** States into which an event leads. */
function statesAfter(event: TargetEvent): RunState[] {
  return states.flatMap(state => nextTargetState(state, event) ?? []);
}

/** States that no event leaves. @public */
export const terminalStates: readonly RunState[] = states.filter(
  state => Object.keys(targetTransitions[state]).length === 0,
);

/** @public */
export function isTerminal(state: RunState): boolean {
  return terminalStates.includes(state);
}

/** States in which somebody has to act before anything goes on. @public */
export const waitingForPeople: readonly RunState[] = [
  RunState.awaitingApproval,
  RunState.needsDecision,
  RunState.blocked,
];

/** States before a target has a plan that could be approved. @public */
export const unplannedStates: readonly RunState[] = [
  RunState.queued,
  RunState.preflight,
  RunState.planning,
  RunState.blocked,
];

/** States in which steps, or the checks of the outcome, go on. @public */
export const workingStates: readonly RunState[] = [
  ...statesBefore(TargetEvent.stepsDone),
  ...statesBefore(TargetEvent.verifyPassed),
];

/** States that somebody may close as failed: nothing moves, and nothing is written. @public */
export const closableStates: readonly RunState[] = statesBefore(
  TargetEvent.closeDecided,
);

/** States into which a target comes that began to write and did not succeed. @public */
export const failureStates: readonly RunState[] = [
  TargetEvent.stepFailed,
  TargetEvent.stepInconclusive,
  TargetEvent.verifyFailed,
  TargetEvent.verifyUnknown,
  TargetEvent.closeDecided,
].reduce<RunState[]>(
  (found, event) => [...new Set([...found, ...statesAfter(event)])],
  [],
);

/** Whether a target does not move by itself: it ended, is paused, or waits for people. @public */
export function isAtRest(state: RunState): boolean {
  return (
    isTerminal(state) ||
    state === RunState.paused ||
    waitingForPeople.includes(state)
  );
}

/**
 * Whether targets wait for a choice about what stands in their way, and none of
 * them is at work: it can be ended by the choice. Some may wait for approval.
 * @public
 */
export function isWaitingForChoice(targets: readonly RunState[]): boolean {
  return (
    targets.some(state => closableStates.includes(state)) &&
    targets.every(
      state => isTerminal(state) || waitingForPeople.includes(state),
    )
  );
}
