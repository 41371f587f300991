import {
  type ErrorCode,
  type StepError,
  errorCatalogue,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type { Inconclusive } from '@mission-control/plugin-missions-node';
import { limitPayload, type Masker } from '../sealing';

const MAX_MESSAGE = 4000;
const INCONCLUSIVE_REMEDY =
  'Look at the evidence: once it is settled, run the mission again, or undo this run.';

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
  if (isInconclusive(error)) {
    const { code = fallback, message, remedy, object, details } = error;
    return masker.mask({
      code,
      message: message.slice(0, MAX_MESSAGE),
      remedy: remedy ?? INCONCLUSIVE_REMEDY,
      object,
      culprit: details && { ...limitPayload(details) },
      retryable: false,
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

/** By name: modules may bring their own copy of the class. */
function isInconclusive(error: unknown): error is Inconclusive {
  return error instanceof Error && error.name === 'Inconclusive';
}
