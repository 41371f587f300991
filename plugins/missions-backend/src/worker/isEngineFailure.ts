import { isLostKey } from '../sealing';
import { isStoreError } from '../store';

/**
 * Whether the engine itself is why something failed: its database, or a sealing
 * key that this replica lacks. It says nothing about the step, plan or check in
 * which it came: that has not ended, and goes on here or elsewhere.
 */
export function isEngineFailure(error: unknown): boolean {
  return isStoreError(error) || isLostKey(error);
}
