import { isMissionError } from '@mission-control/plugin-missions-common';
import type { CheckOutcome } from '@mission-control/plugin-missions-node';

/**
 * The outcome of a check that could not look: unknown, with the reason and
 * what to do. An aborted check is not an outcome: its reason is thrown again.
 */
export function couldNotLook(
  error: unknown,
  asked: string,
  signal: AbortSignal,
): CheckOutcome {
  signal.throwIfAborted();
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: 'unknown',
    message: `Could not look: ${message}`,
    evidence: [{ asked, answered: message }],
    ...(isMissionError(error)
      ? { remedy: { text: error.remedy }, progressing: error.retryable }
      : {}),
  };
}

/** Runs a check's question; what it throws becomes *unknown*. */
export async function lookOrUnknown(
  asked: string,
  signal: AbortSignal,
  look: () => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  try {
    return await look();
  } catch (error) {
    return couldNotLook(error, asked, signal);
  }
}
