/** States of a step on one target. @public */
export const StepState = {
  pending: 'pending',
  running: 'running',
  waiting: 'waiting',
  retrying: 'retrying',
  succeeded: 'succeeded',
  failed: 'failed',
  inconclusive: 'inconclusive',
  skipped: 'skipped',
  overridden: 'overridden',
  cancelled: 'cancelled',
} as const;
/** @public */
export type StepState = (typeof StepState)[keyof typeof StepState];

/** What can happen to a step. @public */
export const StepEvent = {
  started: 'started',
  suspended: 'suspended',
  woken: 'woken',
  succeeded: 'succeeded',
  failed: 'failed',
  failedForNow: 'failed_for_now',
  unknown: 'unknown',
  conditionFalse: 'condition_false',
  skippedByPerson: 'skipped_by_person',
  retryDecided: 'retry_decided',
  reapproved: 'reapproved',
  cancelled: 'cancelled',
} as const;
/** @public */
export type StepEvent = (typeof StepEvent)[keyof typeof StepEvent];

type Row = Partial<Record<StepEvent, StepState>>;

/**
 * state × event → state. `running` accepts `started` again: a takeover after a
 * crash starts the same attempt with a new fence and the same key.
 * `overridden` is a failed step that a person skipped with a reason; it is
 * never shown as green.
 * @public
 */
export const stepTransitions = {
  pending: {
    started: 'running',
    condition_false: 'skipped',
    cancelled: 'cancelled',
  },
  running: {
    started: 'running',
    suspended: 'waiting',
    succeeded: 'succeeded',
    failed: 'failed',
    failed_for_now: 'retrying',
    unknown: 'inconclusive',
    reapproved: 'pending',
    cancelled: 'cancelled',
  },
  waiting: { woken: 'running', failed: 'failed', cancelled: 'cancelled' },
  retrying: { started: 'running', cancelled: 'cancelled' },
  failed: { retry_decided: 'pending', skipped_by_person: 'overridden' },
  inconclusive: { retry_decided: 'pending', skipped_by_person: 'overridden' },
  succeeded: {},
  skipped: {},
  overridden: {},
  cancelled: {},
} as const satisfies Record<StepState, Row>;

/** The state after an event, or undefined when the table refuses it. @public */
export function nextStepState(
  state: StepState,
  event: StepEvent,
): StepState | undefined {
  return (stepTransitions[state] as Row)[event];
}

const states = Object.keys(stepTransitions) as StepState[];

/** States in which a step still goes on by itself, so that it can be cancelled. @public */
export const openStepStates: readonly StepState[] = states.filter(
  state => nextStepState(state, StepEvent.cancelled) !== undefined,
);

/** States of a step that has begun and goes on by itself. @public */
export const movingStepStates: readonly StepState[] = openStepStates.filter(
  state => state !== StepState.pending,
);

/** States of a step that did not succeed, on which a person decides. @public */
export const failedStepStates: readonly StepState[] = states.filter(
  state => nextStepState(state, StepEvent.retryDecided) !== undefined,
);

/** Whether a step goes on no more by itself. @public */
export function isStepOver(state: StepState): boolean {
  return !openStepStates.includes(state);
}

/** Whether a step needs nothing more, so that what needs it may begin. @public */
export function isStepDone(state: StepState): boolean {
  return (
    isStepOver(state) &&
    !failedStepStates.includes(state) &&
    state !== StepState.cancelled
  );
}
