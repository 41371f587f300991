import type {
  ApprovalState,
  CheckStatus,
  FindingSeverityEnum,
  FindingStatusEnum,
  FitnessVerdictEnum,
  OrbitOutcomeEnum,
  OrbitState,
  RunState,
  StepState,
} from '@mission-control/plugin-missions-common';
import { stateMessages } from '../text/stateMessages';
import type { StateMeta, Tone } from './tone';

/** Joins tones and words; a state without either does not compile. */
function table<State extends string>(
  tones: Readonly<Record<State, Tone>>,
  words: Readonly<Record<State, string>>,
): Readonly<Record<State, StateMeta>> {
  const states = Object.keys(tones) as State[];
  return Object.fromEntries(
    states.map(state => [state, { tone: tones[state], word: words[state] }]),
  ) as Record<State, StateMeta>;
}

/** State of a run or target → tone and word. @public */
export const runStateMeta = table<RunState>(
  {
    queued: 'idle',
    preflight: 'run',
    blocked: 'wait',
    planning: 'run',
    awaiting_approval: 'wait',
    running: 'run',
    paused: 'pause',
    verifying: 'run',
    needs_decision: 'fail',
    cancelling: 'run',
    succeeded: 'ok',
    failed: 'fail',
    inconclusive: 'unknown',
    cancelled: 'idle',
    planned: 'idle',
  },
  stateMessages.run,
);

/** State of a step → tone and word. @public */
export const stepStateMeta = table<StepState>(
  {
    pending: 'idle',
    running: 'run',
    waiting: 'wait',
    retrying: 'run',
    succeeded: 'ok',
    failed: 'fail',
    inconclusive: 'unknown',
    skipped: 'idle',
    overridden: 'warn',
    cancelled: 'idle',
  },
  stateMessages.step,
);

/** Answer of a check → tone and word. @public */
export const checkStatusMeta = table<CheckStatus>(
  {
    pass: 'ok',
    warn: 'warn',
    fail: 'fail',
    unknown: 'unknown',
  },
  stateMessages.check,
);

/** Fitness of a cluster → tone and word. @public */
export const fitnessMeta = table<FitnessVerdictEnum>(
  {
    fit: 'ok',
    warn: 'warn',
    unfit: 'fail',
    unknown: 'unknown',
  },
  stateMessages.fitness,
);

/** State of an approval → tone and word; approved is no verdict. @public */
export const approvalStateMeta = table<ApprovalState>(
  {
    open: 'wait',
    approved: 'idle',
    rejected: 'idle',
    expired: 'warn',
    superseded: 'idle',
  },
  stateMessages.approval,
);

/** State of an orbit → tone and word; `up` says that it looked, not what it found. @public */
export const orbitStateMeta = table<OrbitState>(
  {
    new: 'idle',
    up: 'idle',
    running: 'run',
    late: 'warn',
    down: 'fail',
    paused: 'pause',
  },
  stateMessages.orbit,
);

/** Outcome of an orbit's run → tone and word. @public */
export const orbitOutcomeMeta = table<OrbitOutcomeEnum>(
  {
    looked: 'idle',
    partly: 'unknown',
    did_not_look: 'unknown',
  },
  stateMessages.outcome,
);

/** Severity of a finding → tone and word. @public */
export const severityMeta = table<FindingSeverityEnum>(
  {
    critical: 'fail',
    high: 'fail',
    medium: 'warn',
    low: 'warn',
  },
  stateMessages.severity,
);

/** What became of a finding → tone and word. @public */
export const findingStatusMeta = table<FindingStatusEnum>(
  {
    regressed: 'fail',
    new: 'fail',
    persisting: 'warn',
    fixed: 'ok',
    not_assessed: 'unknown',
  },
  stateMessages.finding,
);
