import { isMissionError } from '@mission-control/plugin-missions-common';
import type { CheckOutcome } from '@mission-control/plugin-missions-node';

/**
 * Turns errors of the cluster into `unknown`: a check that could not look
 * never says that something is missing. Errors of the input are thrown.
 */
export async function outcomeOnError(
  asked: string,
  work: () => Promise<CheckOutcome>,
): Promise<CheckOutcome> {
  try {
    return await work();
  } catch (error) {
    if (
      !isMissionError(error) ||
      ['ACTION_INPUT_INVALID', 'EXPRESSION_FAILED'].includes(error.code)
    ) {
      throw error;
    }
    return {
      status: 'unknown',
      message: `Could not look: ${error.message}`,
      evidence: [
        { asked, answered: { code: error.code, message: error.message } },
      ],
      remedy: { text: error.remedy },
      progressing: error.retryable,
    };
  }
}
