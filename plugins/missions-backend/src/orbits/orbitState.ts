import {
  isTerminal,
  type Orbit,
  type OrbitState,
  type RunState,
  type Verdict,
} from '@mission-control/plugin-missions-common';

/** Did it look? Apart from what it found. */
export type OrbitOutcome = NonNullable<Orbit['outcome']>;

/** The run that a state is derived from. */
export interface OrbitRunFacts {
  readonly state: RunState;
  /**
   * The slot that it answers, or the first after its start when it was started
   * by hand: from then on somebody waits for it. None: the schedule is over.
   */
  readonly slot?: Date;
  readonly targets: readonly RunState[];
  readonly verdict?: Verdict;
  /** A cluster does not let it go on. */
  readonly heldUp?: boolean;
}

/** All that the state of an orbit depends on. */
export interface OrbitFacts {
  readonly paused: boolean;
  readonly graceSeconds: number;
  /** None: the schedule has no further slot, or can no longer be read. */
  readonly nextRunAt?: Date;
  /** Since when a slot that came waits for its run. */
  readonly waitingSince?: Date;
  readonly lastRun?: OrbitRunFacts;
  /** It cannot look now, or the newest slot started no run, and why. */
  readonly lastProblem?: string;
}

/** Ticks take their time: a slot younger than this is not late. */
export const TICK_SLACK_MS = 2 * 60 * 1000;

/**
 * The state of an orbit at a moment. `late`: its slot came and nothing started,
 * and the grace is not over, or its run goes on after it or, once a slot came,
 * is held up;
 * `down`: the grace is over and nothing started, or no check of the last run
 * had an answer.
 */
export function orbitState(
  facts: OrbitFacts,
  now: Date,
): { state: OrbitState; lateSince?: Date } {
  const graceMs = facts.graceSeconds * 1000;
  if (facts.paused) {
    return { state: 'paused' };
  }
  const { lastRun } = facts;
  if (lastRun && !isTerminal(lastRun.state)) {
    const { slot, heldUp } = lastRun;
    const waitedMs = slot ? now.getTime() - slot.getTime() : -1;
    return waitedMs > graceMs || (heldUp && waitedMs >= 0)
      ? { state: 'late', lateSince: slot }
      : { state: 'running' };
  }
  const expected = facts.waitingSince ?? facts.nextRunAt;
  const overdueMs = expected ? now.getTime() - expected.getTime() : 0;
  if (expected && overdueMs > Math.max(graceMs, TICK_SLACK_MS)) {
    return { state: 'down', lateSince: expected };
  }
  if (expected && overdueMs > TICK_SLACK_MS) {
    return { state: 'late', lateSince: expected };
  }
  if (facts.lastProblem || !facts.nextRunAt) {
    return { state: 'down' };
  }
  if (!lastRun) {
    return { state: 'new' };
  }
  return {
    state: orbitOutcome(lastRun) === 'did_not_look' ? 'down' : 'up',
  };
}

/**
 * Whether a finished run looked: every target ended well and every check could
 * be assessed; a check answered somewhere; or none did. Answers count however
 * their target ended: one check without an answer does not blind the others.
 */
export function orbitOutcome({
  state,
  targets,
  verdict,
}: Pick<OrbitRunFacts, 'state' | 'targets' | 'verdict'>):
  | OrbitOutcome
  | undefined {
  if (!isTerminal(state)) {
    return undefined;
  }
  const proved = targets.filter(each => each === 'succeeded').length;
  if ((verdict?.assessed ?? proved) === 0) {
    return 'did_not_look';
  }
  return proved === targets.length && !verdict?.notAssessed
    ? 'looked'
    : 'partly';
}
