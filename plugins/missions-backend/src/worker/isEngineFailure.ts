import { isMissionError } from '@mission-control/plugin-missions-common';
import { isLostKey } from '../sealing';
import { isStoreError, StaleView } from '../store';

/**
 * Whether the engine itself is why something failed: its database, a schema
 * that is newer than this replica, a sealing key that it lacks, or what it took
 * for known. It says nothing about the step, plan or check in which it came:
 * that has not ended, and goes on here or elsewhere.
 */
export function isEngineFailure(error: unknown): boolean {
  return (
    isStoreError(error) ||
    isLostKey(error) ||
    error instanceof StaleView ||
    (isMissionError(error) && error.code === 'SCHEMA_NEWER')
  );
}
