import { isLostKey } from '../sealing';
import { isStoreError, StaleView } from '../store';

/**
 * Whether the engine itself is why something failed: its database, a sealing
 * key that this replica lacks, or what it took for known. It says nothing about the step, plan or check in
 * which it came: that has not ended, and goes on here or elsewhere.
 */
export function isEngineFailure(error: unknown): boolean {
  return isStoreError(error) || isLostKey(error) || error instanceof StaleView;
}
