/** What became of a slot of an orbit. @public */
export const SlotState = {
  /** A replica took it and starts its run. */
  due: 'due',
  /** It waits until the run before ends. */
  queued: 'queued',
  started: 'started',
  /** The run before went on, a newer slot took its place, or it was paused. */
  skipped: 'skipped',
  /** Nobody could start it within its grace. */
  missed: 'missed',
  /** Its run was refused: the mission is gone, a cluster is unknown. */
  refused: 'refused',
} as const;
/** @public */
export type SlotState = (typeof SlotState)[keyof typeof SlotState];

/** What can happen to a slot. @public */
export const SlotEvent = {
  runCreated: 'run_created',
  runRefused: 'run_refused',
  formerGoesOn: 'former_goes_on',
  hasToWait: 'has_to_wait',
  formerEnded: 'former_ended',
  newerCame: 'newer_came',
  orbitPaused: 'orbit_paused',
  graceOver: 'grace_over',
} as const;
/** @public */
export type SlotEvent = (typeof SlotEvent)[keyof typeof SlotEvent];

type Row = Partial<Record<SlotEvent, SlotState>>;

/**
 * state × event → state. A slot that came is `due`; one that came while
 * nobody could start it, is `missed` at once.
 * @public
 */
export const slotTransitions = {
  due: {
    run_created: 'started',
    run_refused: 'refused',
    former_goes_on: 'skipped',
    has_to_wait: 'queued',
    newer_came: 'skipped',
    orbit_paused: 'skipped',
    grace_over: 'missed',
  },
  queued: {
    former_ended: 'due',
    newer_came: 'skipped',
    orbit_paused: 'skipped',
  },
  started: {},
  skipped: {},
  missed: {},
  refused: {},
} as const satisfies Record<SlotState, Row>;

/** The state after an event, or undefined when the table refuses it. @public */
export function nextSlotState(
  state: SlotState,
  event: SlotEvent,
): SlotState | undefined {
  return (slotTransitions[state] as Row)[event];
}

const states = Object.keys(slotTransitions) as SlotState[];

/** States of a slot whose run may still come. @public */
export const openSlotStates: readonly SlotState[] = states.filter(
  state => Object.keys(slotTransitions[state]).length > 0,
);

/** States of a slot for which nobody looked, though somebody should have. @public */
export const failedSlotStates: readonly SlotState[] = [
  SlotEvent.graceOver,
  SlotEvent.runRefused,
].flatMap(event => states.flatMap(state => nextSlotState(state, event) ?? []));
