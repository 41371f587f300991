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
import type { StateMeta, Tone } from './tone';

const meta = (tone: Tone, word: string): StateMeta =>
  Object.freeze({ tone, word });

/** State of a run or target → tone and word. @public */
export const runStateMeta = {
  queued: meta('idle', 'Queued'),
  preflight: meta('run', 'Checking'),
  blocked: meta('wait', 'Blocked'),
  planning: meta('run', 'Planning'),
  awaiting_approval: meta('wait', 'Waits for approval'),
  running: meta('run', 'Running'),
  paused: meta('pause', 'Paused'),
  verifying: meta('run', 'Proving'),
  needs_decision: meta('fail', 'Needs a decision'),
  cancelling: meta('run', 'Cancelling'),
  succeeded: meta('ok', 'Verified'),
  failed: meta('fail', 'Failed'),
  inconclusive: meta('unknown', 'Inconclusive'),
  cancelled: meta('idle', 'Cancelled'),
  planned: meta('idle', 'Planned only'),
} as const satisfies Record<RunState, StateMeta>;

/** State of a step → tone and word. @public */
export const stepStateMeta = {
  pending: meta('idle', 'Pending'),
  running: meta('run', 'Running'),
  waiting: meta('wait', 'Waiting'),
  retrying: meta('run', 'Trying again'),
  succeeded: meta('ok', 'Done'),
  failed: meta('fail', 'Failed'),
  inconclusive: meta('unknown', 'Inconclusive'),
  skipped: meta('idle', 'Left out'),
  overridden: meta('warn', 'Skipped by a person'),
  cancelled: meta('idle', 'Cancelled'),
} as const satisfies Record<StepState, StateMeta>;

/** Answer of a check → tone and word. @public */
export const checkStatusMeta = {
  pass: meta('ok', 'Passed'),
  warn: meta('warn', 'Warning'),
  fail: meta('fail', 'Failed'),
  unknown: meta('unknown', 'Unknown'),
} as const satisfies Record<CheckStatus, StateMeta>;

/** Fitness of a cluster → tone and word. @public */
export const fitnessMeta = {
  fit: meta('ok', 'Fits'),
  warn: meta('warn', 'Fits, with a warning'),
  unfit: meta('fail', 'Does not fit'),
  unknown: meta('unknown', 'Unknown'),
} as const satisfies Record<FitnessVerdictEnum, StateMeta>;

/** State of an approval → tone and word; approved is no verdict. @public */
export const approvalStateMeta = {
  open: meta('wait', 'Open'),
  approved: meta('idle', 'Approved'),
  rejected: meta('idle', 'Rejected'),
  expired: meta('warn', 'Expired'),
  superseded: meta('idle', 'Superseded'),
} as const satisfies Record<ApprovalState, StateMeta>;

/** State of an orbit → tone and word; `up` says that it looked, not what it found. @public */
export const orbitStateMeta = {
  new: meta('idle', 'Never ran'),
  up: meta('idle', 'On time'),
  running: meta('run', 'Looking now'),
  late: meta('warn', 'Late'),
  down: meta('fail', 'Did not look'),
  paused: meta('pause', 'Paused'),
} as const satisfies Record<OrbitState, StateMeta>;

/** Outcome of an orbit's run → tone and word. @public */
export const orbitOutcomeMeta = {
  looked: meta('idle', 'Looked'),
  partly: meta('unknown', 'Looked at a part'),
  did_not_look: meta('unknown', 'Did not look'),
} as const satisfies Record<OrbitOutcomeEnum, StateMeta>;

/** Severity of a finding → tone and word. @public */
export const severityMeta = {
  critical: meta('fail', 'Critical'),
  high: meta('fail', 'High'),
  medium: meta('warn', 'Medium'),
  low: meta('warn', 'Low'),
} as const satisfies Record<FindingSeverityEnum, StateMeta>;

/** What became of a finding → tone and word. @public */
export const findingStatusMeta = {
  regressed: meta('fail', 'Worse'),
  new: meta('fail', 'New'),
  persisting: meta('warn', 'Persisting'),
  fixed: meta('ok', 'Fixed'),
  not_assessed: meta('unknown', 'Not assessed'),
} as const satisfies Record<FindingStatusEnum, StateMeta>;
