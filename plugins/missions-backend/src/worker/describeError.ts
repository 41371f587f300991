import {
  type ErrorCode,
  type StepError,
  errorCatalogue,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import { limitPayload, type Masker } from '../sealing';

const MAX_MESSAGE = 4000;

/** An error as a run keeps it: masked, with code and remedy. */
export function describeError(
  error: unknown,
  masker: Masker,
  fallback: ErrorCode = 'STEP_FAILED',
): StepError {
  if (isMissionError(error)) {
    return masker.mask({
      code: error.code,
      message: error.message.slice(0, MAX_MESSAGE),
      remedy: error.remedy,
      object: error.object,
      culprit: error.details && { ...limitPayload(error.details) },
      retryable: error.retryable,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return masker.mask({
    code: fallback,
    message: message.slice(0, MAX_MESSAGE) || 'An error without a message',
    remedy: errorCatalogue[fallback].remedy,
    retryable: false,
  });
}
