import { RunState } from './targetStates';

/**
 * Which state of a target speaks for the whole run: the first of this list
 * that any target is in. Work in progress outranks waiting, waiting outranks
 * the end, and among the ends the worst one wins, so that a run is never
 * called better than its worst target.
 * @public
 */
export const rollUpOrder: readonly RunState[] = [
  'cancelling',
  'needs_decision',
  'running',
  'verifying',
  'planning',
  'preflight',
  'paused',
  'blocked',
  'queued',
  'awaiting_approval',
  'failed',
  'inconclusive',
  'cancelled',
  'succeeded',
  'planned',
];

/**
 * A run's state from its targets' states. Throws on an empty list: a run
 * without a cluster has the one target `-`.
 * @public
 */
export function rollUp(targets: readonly RunState[]): RunState {
  const found = rollUpOrder.find(state => targets.includes(state));
  if (!found) {
    throw new Error('A run has at least one target');
  }
  return found;
}
