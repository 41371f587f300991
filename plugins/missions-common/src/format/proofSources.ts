import type { MissionSpec } from './schema';

/**
 * Where the proof of a target's outcome comes from: the checks of an orbit,
 * `spec.verify`, or what the steps of a sequence read of the runs they started.
 * @public
 */
export type ProofSource = 'checks' | 'verify' | 'steps';

/**
 * What has to prove the outcome of a mission on a target; each of them takes
 * at least one passing answer. Empty: nothing can, and every run of it would
 * end inconclusive. The engine judges by it, and the linter demands it.
 * Checks of single steps do not count: what follows may undo what they saw.
 * @public
 */
export function proofSources(
  { type, checks, verify }: Pick<MissionSpec, 'type' | 'checks' | 'verify'>,
  onCluster: boolean,
): ProofSource[] {
  const sources: ProofSource[] = [];
  if (checks.length > 0) {
    sources.push('checks');
  }
  if (verify.length > 0) {
    sources.push('verify');
  }
  if (sources.length === 0 && type === 'sequence' && !onCluster) {
    sources.push('steps');
  }
  return sources;
}
