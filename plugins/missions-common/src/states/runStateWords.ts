import type { RunState } from './targetStates';

/**
 * What a sentence says of a run or a target in each state, after its name:
 * `Run 1 waits for approval`. A state code is no word for people.
 * @public
 */
export const runStateWords: Readonly<Record<RunState, string>> = {
  queued: 'is queued',
  preflight: 'is being checked',
  blocked: 'is blocked',
  planning: 'is being planned',
  awaiting_approval: 'waits for approval',
  running: 'is running',
  paused: 'is paused',
  verifying: 'is being proved',
  needs_decision: 'needs a decision',
  cancelling: 'is being cancelled',
  succeeded: 'succeeded',
  failed: 'failed',
  inconclusive: 'could not be proved',
  cancelled: 'was cancelled',
  planned: 'was planned',
};
