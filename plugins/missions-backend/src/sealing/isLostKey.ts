import {
  type MissionError,
  isMissionError,
} from '@mission-control/plugin-missions-common';

/** Something sealed does not open here: the key is not configured, or is another one. */
export interface LostKeyError extends MissionError {
  readonly details: { readonly keyId: string };
}

/**
 * Whether an error is of a sealed value that does not open, by `Sealer.open`.
 * Nothing can be sealed without any key, which has the same code and is none.
 */
export function isLostKey(error: unknown): error is LostKeyError {
  return (
    isMissionError(error) &&
    error.code === 'SECRET_KEY_MISSING' &&
    typeof error.details?.keyId === 'string'
  );
}
