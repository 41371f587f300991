import type {
  ApprovalState,
  ChangeKind,
  CheckStatus,
  FindingSeverityEnum,
  FindingStatusEnum,
  FitnessVerdictEnum,
  MissionType,
  OrbitOutcomeEnum,
  OrbitState,
  RunState,
  StepState,
} from '@mission-control/plugin-missions-common';
import type { Tone } from '../state/tone';

type Words<State extends string> = Readonly<Record<State, string>>;

/**
 * The word of every state, by the tables of `missions-common`: a state without
 * a word does not compile.
 */
export const stateMessages = {
  run: {
    queued: 'Queued',
    preflight: 'Checking',
    blocked: 'Blocked',
    planning: 'Planning',
    awaiting_approval: 'Waits for approval',
    running: 'Running',
    paused: 'Paused',
    verifying: 'Proving',
    needs_decision: 'Needs a decision',
    cancelling: 'Cancelling',
    succeeded: 'Verified',
    failed: 'Failed',
    inconclusive: 'Inconclusive',
    cancelled: 'Cancelled',
    planned: 'Plan only',
  } satisfies Words<RunState>,
  step: {
    pending: 'Pending',
    running: 'Running',
    waiting: 'Waiting',
    retrying: 'Trying again',
    succeeded: 'Done',
    failed: 'Failed',
    inconclusive: 'Inconclusive',
    skipped: 'Left out',
    overridden: 'Skipped by a person',
    cancelled: 'Cancelled',
  } satisfies Words<StepState>,
  check: {
    pass: 'Passed',
    warn: 'Warning',
    fail: 'Failed',
    unknown: 'Unknown',
  } satisfies Words<CheckStatus>,
  fitness: {
    fit: 'Fits',
    warn: 'Fits, with a warning',
    unfit: 'Does not fit',
    unknown: 'Unknown',
  } satisfies Words<FitnessVerdictEnum>,
  approval: {
    open: 'Open',
    approved: 'Approved',
    rejected: 'Rejected',
    expired: 'Expired',
    superseded: 'Superseded',
  } satisfies Words<ApprovalState>,
  orbit: {
    new: 'Never ran',
    up: 'On time',
    running: 'Looking now',
    late: 'Late',
    down: 'Did not look',
    paused: 'Paused',
  } satisfies Words<OrbitState>,
  outcome: {
    looked: 'Looked',
    partly: 'Looked at a part',
    did_not_look: 'Did not look',
  } satisfies Words<OrbitOutcomeEnum>,
  severity: {
    critical: 'Critical',
    high: 'High',
    medium: 'Medium',
    low: 'Low',
  } satisfies Words<FindingSeverityEnum>,
  finding: {
    regressed: 'Worse',
    new: 'New',
    persisting: 'Persisting',
    fixed: 'Fixed',
    not_assessed: 'Not assessed',
  } satisfies Words<FindingStatusEnum>,
  change: {
    create: 'create',
    change: 'change',
    delete: 'delete',
    noop: 'as is',
    conflict: 'conflict',
    deferred: 'deferred',
    external: 'outside the cluster',
  } satisfies Words<ChangeKind>,
  type: {
    install: 'Install',
    fix: 'Fix',
    orbit: 'Orbit',
    sequence: 'Sequence',
  } satisfies Words<MissionType>,
  tone: {
    ok: 'verified',
    warn: 'with a warning',
    fail: 'failed',
    unknown: 'unknown',
    wait: 'waiting for a person',
    run: 'changing',
    pause: 'paused',
    idle: 'calm',
    cancelled: 'cancelled',
  } satisfies Words<Tone>,
} as const;
