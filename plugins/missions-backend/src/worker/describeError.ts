import {
  type ErrorCode,
  type StepError,
  errorCatalogue,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type { Inconclusive } from '@mission-control/plugin-missions-node';
import { limitPayload, type Masker } from '../sealing';
import { isStoreError } from '../store';

const MAX_MESSAGE = 4000;
const INCONCLUSIVE_REMEDY =
  'Look at the evidence: once it is settled, run the mission again, or undo this run.';

/**
 * An error as a run keeps it: masked, with code and remedy. It is masked while
 * it is whole: what a cut leaves of a secret would not be found any more. What
 * the database said is not kept: it holds the statement with its values.
 */
export function describeError(
  error: unknown,
  masker: Masker,
  fallback: ErrorCode = 'STEP_FAILED',
): StepError {
  const { message, culprit, ...rest } = masker.mask(toldBy(error, fallback));
  return {
    ...rest,
    message: message.slice(0, MAX_MESSAGE),
    culprit: culprit && { ...limitPayload(culprit) },
  };
}

function toldBy(error: unknown, fallback: ErrorCode): StepError {
  if (isStoreError(error)) {
    return {
      code: 'INTERNAL',
      message: 'The database of the portal refused a statement',
      remedy: errorCatalogue.INTERNAL.remedy,
      retryable: false,
    };
  }
  if (isMissionError(error)) {
    const { code, message, remedy, object, details, retryable } = error;
    return { code, message, remedy, object, culprit: details, retryable };
  }
  if (isInconclusive(error)) {
    const { code = fallback, message, remedy, object, details } = error;
    return {
      code,
      message,
      remedy: remedy ?? INCONCLUSIVE_REMEDY,
      object,
      culprit: details,
      retryable: false,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: fallback,
    message: message || 'An error without a message',
    remedy: errorCatalogue[fallback].remedy,
    retryable: false,
  };
}

/** By name: modules may bring their own copy of the class. */
function isInconclusive(error: unknown): error is Inconclusive {
  return error instanceof Error && error.name === 'Inconclusive';
}
