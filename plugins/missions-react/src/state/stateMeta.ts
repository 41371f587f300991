import type {
  ApprovalState,
  CheckStatus,
  FindingSeverityEnum,
  FindingStatusEnum,
  FitnessVerdictEnum,
  OrbitState,
  RunState,
  StepState,
} from '@mission-control/plugin-missions-common';
import type { StateMeta, Tone } from './tone';

/** A state without a tone does not compile; its word is in `stateMessages`. */
function table<State extends string>(
  tones: Readonly<Record<State, Tone>>,
): Readonly<Record<State, StateMeta>> {
  const states = Object.keys(tones) as State[];
  return Object.fromEntries(
    states.map(state => [state, { tone: tones[state] }]),
  ) as Record<State, StateMeta>;
}

/** State of a run or target → tone. @public */
export const runStateMeta = table<RunState>({
  queued: 'idle',
  preflight: 'run',
  blocked: 'wait',
  planning: 'run',
  awaiting_approval: 'wait',
  running: 'run',
  paused: 'pause',
  verifying: 'run',
  needs_decision: 'wait',
  cancelling: 'run',
  succeeded: 'ok',
  failed: 'fail',
  inconclusive: 'unknown',
  cancelled: 'cancelled',
  planned: 'idle',
});

/**
 * State of a step → tone. A step that is `waiting` is looked at again by a
 * machine; where it waits for people, only its run can tell.
 * @public
 */
export const stepStateMeta = table<StepState>({
  pending: 'idle',
  running: 'run',
  waiting: 'run',
  retrying: 'run',
  succeeded: 'ok',
  failed: 'fail',
  inconclusive: 'unknown',
  skipped: 'idle',
  overridden: 'warn',
  cancelled: 'cancelled',
});

/** Answer of a check → tone. @public */
export const checkStatusMeta = table<CheckStatus>({
  pass: 'ok',
  warn: 'warn',
  fail: 'fail',
  unknown: 'unknown',
});

/** Fitness of a cluster → tone. @public */
export const fitnessMeta = table<FitnessVerdictEnum>({
  fit: 'ok',
  warn: 'warn',
  unfit: 'fail',
  unknown: 'unknown',
});

/** State of an approval → tone; approved is no verdict. @public */
export const approvalStateMeta = table<ApprovalState>({
  open: 'wait',
  approved: 'idle',
  rejected: 'idle',
  expired: 'warn',
  superseded: 'idle',
});

/** State of an orbit → tone; `up` says that it looked, not what it found. @public */
export const orbitStateMeta = table<OrbitState>({
  new: 'idle',
  up: 'idle',
  running: 'run',
  late: 'warn',
  down: 'fail',
  paused: 'pause',
});

/** Severity of a finding → tone. @public */
export const severityMeta = table<FindingSeverityEnum>({
  critical: 'fail',
  high: 'fail',
  medium: 'warn',
  low: 'warn',
});

/** What became of a finding → tone. @public */
export const findingStatusMeta = table<FindingStatusEnum>({
  regressed: 'fail',
  new: 'fail',
  persisting: 'warn',
  fixed: 'ok',
  not_assessed: 'unknown',
});
